package io.isotropy.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isotropy.kernels.DeviceMemoryException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeviceMemoryTest {

    /** A driver of so many bytes. */
    private static final class Driver implements DeviceMemory.Source {
        private final List<Long> released = new ArrayList<>();
        private long left;
        private long next = 1 << 20;

        Driver(long bytes) {
            left = bytes;
        }

        @Override
        public long obtain(long bytes) {
            if (bytes > left) {
                return 0;
            }
            left -= bytes;
            next += bytes;
            return next - bytes;
        }

        @Override
        public void release(long address) {
            released.add(address);
            left += 1 << 20;
        }
    }

    @Test
    void sizesAreRoundedToFourClassesPerPowerOfTwo() {
        assertThat(DeviceMemory.sizeClass(1)).isEqualTo(512);
        assertThat(DeviceMemory.sizeClass(512)).isEqualTo(512);
        assertThat(DeviceMemory.sizeClass(513)).isEqualTo(640);
        assertThat(DeviceMemory.sizeClass(1 << 20)).isEqualTo(1 << 20);
        assertThat(DeviceMemory.sizeClass((7 << 18) + 1)).isEqualTo(1 << 21);
        assertThat(DeviceMemory.sizeClass((1L << 36) + 1)).isEqualTo(5L << 34);
    }

    @Test
    void whatIsGivenBackIsLentAgain() {
        Driver driver = new Driver(1 << 30);
        DeviceMemory memory = new DeviceMemory(driver, 1 << 30);
        DeviceMemory.Block first = memory.lend(100_000);
        memory.giveBack(first);
        DeviceMemory.Block smaller = memory.lend(60_000);
        assertThat(smaller).isEqualTo(first);
        DeviceMemory.Block other = memory.lend(60_000);
        assertThat(other.address()).isNotEqualTo(first.address());
        memory.giveBack(smaller);
        assertThat(memory.lend(40_000)).as("more than twice the size").isNotEqualTo(first);
        assertThat(memory.statistics()).isEqualTo(new DeviceMemory.Statistics(
                other.bytes() + 40_960, smaller.bytes() + other.bytes(), first.bytes(), 3));
    }

    @Test
    void nothingTakesNoMemory() {
        DeviceMemory memory = new DeviceMemory(new Driver(0), 1);
        DeviceMemory.Block none = memory.lend(0);
        memory.giveBack(none);
        assertThat(memory.statistics()).isEqualTo(new DeviceMemory.Statistics(0, 0, 0, 0));
    }

    @Test
    void whatIsHeldGoesBackBeforeTheLimitRefuses() {
        Driver driver = new Driver(3 << 20);
        DeviceMemory memory = new DeviceMemory(driver, 2 << 20);
        DeviceMemory.Block first = memory.lend(1 << 20);
        memory.giveBack(first);
        DeviceMemory.Block second = memory.lend(1 << 19);
        assertThat(second.bytes()).as("twice the size will do").isEqualTo(1 << 20);
        memory.giveBack(second);
        memory.lend(2 << 20);
        assertThat(driver.released).containsExactly(first.address());
        assertThatThrownBy(() -> memory.lend(1))
                .isInstanceOf(DeviceMemoryException.class)
                .hasMessageStartingWith("the GPU's memory does not suffice: 1 MiB are wanted beside 2 MiB in use, at most 2 MiB");
    }

    @Test
    void whatNobodyCanReachIsLentAgain() {
        DeviceMemory memory = new DeviceMemory(new Driver(1 << 20), 1 << 20);
        new Lease(memory, memory.lend(1 << 20)); // forgotten, as a tensor that nobody closes
        assertThat(memory.lend(1 << 20).bytes()).isEqualTo(1 << 20);
    }

    @Test
    void aLeaseEndsOnce() {
        DeviceMemory memory = new DeviceMemory(new Driver(1 << 20), 1 << 20);
        Lease lease = new Lease(memory, memory.lend(1 << 10));
        lease.end();
        lease.end();
        assertThat(memory.statistics()).isEqualTo(new DeviceMemory.Statistics(0, 1 << 10, 1 << 10, 1));
    }

    @Test
    void aDriverWithoutMemoryIsAskedAgainWhenWhatIsHeldHasGoneBack() {
        Driver driver = new Driver(1 << 20);
        DeviceMemory memory = new DeviceMemory(driver, 1L << 40);
        memory.giveBack(memory.lend(1 << 20));
        assertThat(memory.lend(1 << 18).bytes()).isEqualTo(1 << 18);
        assertThat(driver.released).hasSize(1);
        assertThatThrownBy(() -> memory.lend(1 << 25)).isInstanceOf(DeviceMemoryException.class);
    }
}
