package io.isotropy.kernels.cuda;

import java.util.Arrays;

/**
 * Additions into rows of a table, sorted by row; those to one row keep their order, so that it takes them as they come.
 *
 * @param destinations the number of rows that take any
 * @param ints these rows; then, one more, where the additions of each start among what follows; then the additions by number
 */
record ScatterPlan(int destinations, int[] ints) {

    static ScatterPlan of(int[] index) {
        int n = index.length;
        long[] keys = new long[n];
        for (int i = 0; i < n; i++) {
            keys[i] = (long) index[i] << 32 | i;
        }
        Arrays.sort(keys);
        int count = 0;
        for (int i = 0; i < n; i++) {
            if (i == 0 || keys[i] >> 32 != keys[i - 1] >> 32) {
                count++;
            }
        }
        int[] ints = new int[2 * count + 1 + n];
        int destination = 0;
        for (int i = 0; i < n; i++) {
            if (i == 0 || keys[i] >> 32 != keys[i - 1] >> 32) {
                ints[destination] = (int) (keys[i] >> 32);
                ints[count + destination] = i;
                destination++;
            }
            ints[2 * count + 1 + i] = (int) keys[i];
        }
        ints[2 * count] = n;
        return new ScatterPlan(count, ints);
    }
}
