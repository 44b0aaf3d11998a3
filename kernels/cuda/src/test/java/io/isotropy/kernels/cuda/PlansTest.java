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
        assertThat(CudaAttention.tiles(new int[] {0, 33, 33, 65})).containsExactly(0, 0, 0, 32, 2, 0);
        assertThat(CudaAttention.tiles(new int[] {0})).isEmpty();
    }

    @Test
    void rowsAreOfWarpsOrBlocks() {
        assertThat(Shape.rows(5, 1024)).isEqualTo(new Shape(2, 1, 1, 32, 4));
        assertThat(Shape.rows(5, 1025)).isEqualTo(new Shape(5, 1, 1, 256, 1));
        assertThat(Shape.flat(0).isEmpty()).isTrue();
    }
}
