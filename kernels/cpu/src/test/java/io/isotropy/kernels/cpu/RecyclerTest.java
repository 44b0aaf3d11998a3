package io.isotropy.kernels.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecyclerTest {

    private static final int LARGE = 1 << 20;
    private static final int SMALL = 1 << 16;
    /** As many large arrays as it holds. */
    private static final int FULL = 24;

    private final Recycler recycler = new Recycler();
    private final Set<float[]> known = Collections.newSetFromMap(new IdentityHashMap<>());

    private void fill() {
        for (int i = 0; i < FULL; i++) {
            float[] array = new float[LARGE];
            known.add(array);
            recycler.recycle(array);
        }
    }

    private List<float[]> obtain(int count, int length) {
        List<float[]> arrays = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            arrays.add(recycler.obtain(length));
        }
        return arrays;
    }

    @Test
    void givesBackWhatItWasGiven() {
        float[] array = recycler.obtain(SMALL - 1);
        recycler.recycle(array);
        assertThat(recycler.obtain(SMALL) == array).isTrue();
        assertThat(recycler.obtain(SMALL) == array).isFalse();
    }

    @Test
    void servesASizeItLacksWithUpToTwiceAsMuch() {
        float[] array = recycler.obtain(SMALL);
        recycler.recycle(array);
        assertThat(recycler.obtain(SMALL * 3 / 8) == array).isFalse();
        assertThat(recycler.obtain(SMALL / 2) == array).isTrue();
        recycler.recycle(array);
        float[] exact = new float[Recycler.sizeClass(SMALL * 3 / 4)];
        recycler.recycle(exact);
        assertThat(recycler.obtain(SMALL * 3 / 4) == exact).isTrue();
        assertThat(recycler.obtain(SMALL + 1) == array).isFalse();
    }

    @Test
    void sizesOutOfUseMakeRoomForThoseInUse() {
        fill();
        List<float[]> batch = obtain(3, SMALL);
        batch.forEach(recycler::recycle);
        known.addAll(batch);
        assertThat(obtain(3, SMALL).stream().filter(known::contains)).hasSize(3);
        // One large array has gone, which is enough; the others are still there.
        assertThat(obtain(FULL, LARGE).stream().filter(known::contains)).hasSize(FULL - 1);
    }

    @Test
    void holdsNoMoreThanItsLimit() {
        fill();
        fill();
        assertThat(obtain(2 * FULL, LARGE).stream().filter(known::contains)).hasSize(FULL);
        float[] more = new float[28 * LARGE];
        assertThat(Recycler.sizeClass(more.length)).isEqualTo(more.length);
        recycler.recycle(more);
        assertThat(recycler.obtain(more.length) == more).isFalse();
    }
}
