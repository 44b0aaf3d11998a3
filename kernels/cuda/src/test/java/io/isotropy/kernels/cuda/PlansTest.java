package io.isotropy.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What Java works out for kernels. */
class PlansTest {

    @Test
    void additionsAreSortedByRowInTheirOrder() {
        ScatterPlan plan = ScatterPlan.of(new int[] {7, 2, 7, 0, 2, 7});
        assertThat(plan.destinations()).isEqualTo(3);
        assertThat(plan.ints()).containsExactly(0, 2, 7, 0, 1, 3, 6, 3, 1, 4, 0, 2, 5);
    }

    @Test
    void noAdditions() {
        assertThat(ScatterPlan.of(new int[0]).ints()).containsExactly(0);
    }

    @Test
    void tilesOfSegments() {
        assertThat(AttentionKernels.tiles(new int[] {0, 33, 33, 65}, 32)).containsExactly(0, 0, 0, 32, 2, 0);
        assertThat(AttentionKernels.tiles(new int[] {0}, 32)).isEmpty();
    }

    @Test
    void productsOfFewTilesAreCutAlongK() {
        assertThat(Pieces.ofProduct(256, 256, 8192)).isEqualTo(new Pieces(512, 16));
        assertThat(Pieces.ofProduct(768, 768, 8192)).isEqualTo(new Pieces(2736, 3));
        assertThat(Pieces.ofProduct(70, 64, 2100)).isEqualTo(new Pieces(528, 4));
        assertThat(Pieces.ofProduct(256, 256, 1023)).isEqualTo(new Pieces(1023, 1));
        assertThat(Pieces.ofProduct(4096, 4096, 8192).count()).isEqualTo(1);
        assertThat(Pieces.ofProduct(0, 0, 0)).isEqualTo(new Pieces(0, 1));
    }

    @Test
    void attentionOnTensorCoresIsForHeadsThatFit() {
        assertThat(AttentionKernels.of(Precision.TF32, 33).attend()).isEqualTo(Kernel.ATTEND_TF32_64);
        assertThat(AttentionKernels.of(Precision.BF16, 128)).isEqualTo(new AttentionKernels(
                Kernel.ATTEND_BF16_128, Kernel.QUERY_GRADIENT_BF16_128, Kernel.KEY_VALUE_GRADIENT_BF16_128, 64, 32, 2, 1));
        assertThat(AttentionKernels.of(Precision.TF32, 129).attend()).isEqualTo(Kernel.ATTEND);
        assertThat(AttentionKernels.of(Precision.FP32, 129).chunks()).isEqualTo(3);
    }

    @Test
    void rowsAreOfWarpsOrBlocks() {
        assertThat(Shape.rows(5, 1024)).isEqualTo(new Shape(2, 1, 1, 32, 4));
        assertThat(Shape.rows(5, 1025)).isEqualTo(new Shape(5, 1, 1, 256, 1));
        assertThat(Shape.flat(0).isEmpty()).isTrue();
    }
}
