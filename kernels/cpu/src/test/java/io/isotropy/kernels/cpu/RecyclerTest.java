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

    private final Recycler recycler = new Recycler();

    private List<float[]> obtain(int count, int length) {
        List<float[]> arrays = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            arrays.add(recycler.obtain(length));
        }
        return arrays;
    }

    private void recycle(List<float[]> arrays) {
        arrays.forEach(recycler::recycle);
    }

    private static Set<float[]> setOf(List<float[]> arrays) {
        Set<float[]> set = Collections.newSetFromMap(new IdentityHashMap<>());
        set.addAll(arrays);
        return set;
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
    void keepsAllOfAStepForTheNextOne() {
        List<float[]> step = obtain(50, LARGE);
        recycle(step);
        assertThat(setOf(obtain(50, LARGE))).isEqualTo(setOf(step));
    }

    @Test
    void sizesOutOfUseMakeRoomForThoseInUse() {
        List<float[]> large = obtain(12, LARGE);
        recycle(large);
        List<float[]> small = obtain(60, SMALL);
        recycle(small);
        assertThat(setOf(obtain(60, SMALL))).isEqualTo(setOf(small));
        // 12 and 60/16 large ones' worth are more than 5/4 of 12, by less than one.
        Set<float[]> known = setOf(large);
        assertThat(obtain(12, LARGE).stream().filter(known::contains)).hasSize(11);
    }

    @Test
    void holdsNoMoreThanAQuarterBeyondWhatWasLentAtOnce() {
        List<float[]> batch = obtain(8, LARGE);
        recycle(batch);
        List<float[]> other = obtain(4, 3 * LARGE / 2);
        recycle(other);
        Set<float[]> known = setOf(other);
        known.addAll(batch);
        long held = 0;
        for (float[] array : obtain(8, LARGE)) {
            held += known.contains(array) ? array.length : 0;
        }
        assertThat(held).isLessThanOrEqualTo(10L * LARGE).isGreaterThanOrEqualTo(8L * LARGE);
    }
}
