package io.isotropy.benchmarks;

import java.util.List;

/** C (m, n) = A (m, k) · B (k, n). */
public record GemmShape(int m, int n, int k) {

    /**
     * The dense layers of a MiniLM encoder on 128 tokens (attention, feed-forward up and down) and on 1024, those of a
     * BERT-base on 4096, and two squares.
     */
    public static final List<GemmShape> ALL = List.of(
            new GemmShape(128, 384, 384),
            new GemmShape(128, 1536, 384),
            new GemmShape(128, 384, 1536),
            new GemmShape(1024, 384, 384),
            new GemmShape(4096, 768, 768),
            new GemmShape(512, 512, 512),
            new GemmShape(1024, 1024, 1024));

    /** Reads what {@link #toString} writes. */
    public static GemmShape parse(String text) {
        String[] sizes = text.split("[x×]", -1);
        if (sizes.length != 3) {
            throw new IllegalArgumentException("a shape is m×n×k, as 128x384x384, not '" + text + "'");
        }
        return new GemmShape(Integer.parseInt(sizes[0]), Integer.parseInt(sizes[1]), Integer.parseInt(sizes[2]));
    }

    /** Multiplications and additions, in units of 10⁹. */
    public double gigaFlops() {
        return 2e-9 * m * n * k;
    }

    @Override
    public String toString() {
        return m + "×" + n + "×" + k;
    }
}
