package io.isotropy.nlp.glove;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All cells of X by the blocks of a {@link Partition}. What does not fit a part of the heap waits in a temporary file. Thread-safe. */
final class CellBlocks implements Closeable {

    private static final int BYTES_OF_CELL = Integer.BYTES + Float.BYTES;

    private final Partition partition;
    private final long mostInMemory;
    /** Of each block, in the order they came. */
    private final List<List<Run>> runs = new ArrayList<>();
    private @Nullable FileChannel channel;
    private long cells;

    /** Cells in memory, or their place in the file. */
    private record Run(@Nullable Cells cells, long position, int size) {}

    CellBlocks(Partition partition, long mostInMemory) {
        this.partition = partition;
        this.mostInMemory = mostInMemory;
        for (int block = 0; block < partition.parts() * partition.parts(); block++) {
            runs.add(new ArrayList<>(1));
        }
    }

    Partition partition() {
        return partition;
    }

    /** The number of cells, those of a pair that came several times included. */
    synchronized long cells() {
        return cells;
    }

    synchronized boolean inFile() {
        return channel != null;
    }

    /** Adds cells of one part of words, by the parts of their contexts. */
    synchronized void add(int part, Cells[] byContext) throws IOException {
        for (int context = 0; context < byContext.length; context++) {
            Cells more = byContext[context];
            if (more.size > 0) {
                cells += more.size;
                Run run = channel == null ? new Run(more.trimmed(), 0, more.size) : written(channel, more);
                runs.get(part * partition.parts() + context).add(run);
            }
        }
        if (channel == null && cells * BYTES_OF_CELL > mostInMemory) {
            channel = moveToFile();
        }
    }

    private FileChannel moveToFile() throws IOException {
        Path file = Files.createTempFile("isotropy-cells", ".x");
        FileChannel target = FileChannel.open(
                file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        for (List<Run> block : runs) {
            for (int i = 0; i < block.size(); i++) {
                Cells inMemory = block.get(i).cells;
                if (inMemory != null) {
                    block.set(i, written(target, inMemory));
                }
            }
        }
        return target;
    }

    private static Run written(FileChannel target, Cells cells) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(cells.size * BYTES_OF_CELL);
        bytes.asIntBuffer().put(cells.keys, 0, cells.size);
        bytes.slice(cells.size * Integer.BYTES, cells.size * Float.BYTES).asFloatBuffer().put(cells.values, 0, cells.size);
        try {
            long position = target.size();
            while (bytes.hasRemaining()) {
                target.write(bytes, position + bytes.position());
            }
            return new Run(null, position, cells.size);
        } catch (IOException e) {
            throw new IOException("co-occurrences cannot be written to a temporary file in " + System.getProperty("java.io.tmpdir") + ": "
                    + e.getMessage() + "; make room there or give more memory (-Xmx)", e);
        }
    }

    /** The cells of a block, not to be changed. */
    Cells block(int words, int contexts) throws IOException {
        List<Run> block;
        FileChannel source;
        synchronized (this) {
            block = runs.get(words * partition.parts() + contexts);
            source = channel;
        }
        if (block.size() == 1 && block.getFirst().cells != null) {
            return block.getFirst().cells;
        }
        Cells all = new Cells(block.stream().mapToInt(run -> run.size).sum());
        for (Run run : block) {
            Cells part = run.cells;
            if (part != null) {
                System.arraycopy(part.keys, 0, all.keys, all.size, part.size);
                System.arraycopy(part.values, 0, all.values, all.size, part.size);
            } else if (source != null) {
                ByteBuffer bytes = ByteBuffer.allocate(run.size * BYTES_OF_CELL);
                while (bytes.hasRemaining()) {
                    if (source.read(bytes, run.position + bytes.position()) < 0) {
                        throw new IOException("the temporary file of co-occurrences was cut short by someone else");
                    }
                }
                bytes.flip();
                bytes.asIntBuffer().get(all.keys, all.size, run.size);
                bytes.slice(run.size * Integer.BYTES, run.size * Float.BYTES).asFloatBuffer().get(all.values, all.size, run.size);
            }
            all.size += run.size;
        }
        return all;
    }

    @Override
    public synchronized void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
