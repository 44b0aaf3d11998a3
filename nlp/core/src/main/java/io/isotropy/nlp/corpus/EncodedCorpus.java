package io.isotropy.nlp.corpus;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A corpus as ids of a vocabulary, in chunks of whole texts: what training goes through epoch after epoch, each thread at chunks of its own.
 * Unknown words are left out, texts without a known word stay as empty ones. Chunks that do not fit a quarter of the heap wait in a
 * temporary file. Reading is thread-safe.
 */
public final class EncodedCorpus implements Closeable {

    /** A chunk ends with the text that fills it. */
    private static final int CHUNK_TOKENS = 1 << 16;

    private final Vocabulary vocabulary;
    private final List<Chunk> inMemory;
    private final List<Place> inFile;
    private final @Nullable FileChannel channel;
    private final List<Long> starts;
    private final int texts;
    private final long tokens;

    private EncodedCorpus(Vocabulary vocabulary, Writer writer) {
        this.vocabulary = vocabulary;
        this.inMemory = writer.inMemory;
        this.inFile = writer.inFile;
        this.channel = writer.channel;
        this.starts = writer.starts;
        this.texts = writer.firstText;
        this.tokens = writer.tokens;
    }

    /**
     * Some texts one after the other.
     *
     * @param first the number in the corpus of the first of them
     * @param ids the words of all
     * @param offsets where each text starts in {@code ids}, and where the last one ends
     */
    public record Chunk(int first, int[] ids, int[] offsets) {

        /** The number of texts. */
        public int texts() {
            return offsets.length - 1;
        }
    }

    private record Place(int first, long position, int ids, int offsets) {}

    /**
     * Counts the words of a corpus and encodes it by those within the limits, in one reading.
     *
     * @param longest the most words of a text; a longer one becomes several, as word2vec and gensim do; 0 for no limit
     */
    public static EncodedCorpus read(Corpus corpus, Tokenizer tokenizer, Vocabulary.Limits limits, int longest) throws IOException {
        WordCounter counter = new WordCounter(limits);
        Writer numbers = new Writer(0);
        try {
            corpus.forEach(text -> {
                tokenizer.tokenize(text, word -> numbers.add(counter.add(word)));
                numbers.endText();
            });
            numbers.finish();
            Vocabulary vocabulary = counter.vocabulary(corpus);
            int[] ids = counter.ids(vocabulary);
            try (EncodedCorpus byNumber = new EncodedCorpus(vocabulary, numbers)) {
                return byNumber.mapped(number -> ids[number], longest);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            numbers.close();
        }
    }

    /** Encodes a corpus by a vocabulary. */
    public static EncodedCorpus encode(Corpus corpus, Tokenizer tokenizer, Vocabulary vocabulary, int longest) throws IOException {
        Writer writer = new Writer(longest);
        try {
            corpus.forEach(text -> {
                tokenizer.tokenize(text, word -> {
                    int id = vocabulary.id(word);
                    if (id >= 0) {
                        writer.add(id);
                    }
                });
                writer.endText();
            });
            writer.finish();
            return new EncodedCorpus(vocabulary, writer);
        } catch (UncheckedIOException e) {
            writer.close();
            throw e.getCause();
        } catch (IOException | RuntimeException e) {
            writer.close();
            throw e;
        }
    }

    private EncodedCorpus mapped(IntUnaryOperator ids, int longest) throws IOException {
        Writer writer = new Writer(longest);
        try {
            for (int i = 0; i < chunks(); i++) {
                Chunk chunk = chunk(i);
                if (channel == null) {
                    inMemory.set(i, new Chunk(0, new int[0], new int[1])); // the old one makes room for the new one
                }
                for (int text = 0; text < chunk.texts(); text++) {
                    for (int at = chunk.offsets[text]; at < chunk.offsets[text + 1]; at++) {
                        int id = ids.applyAsInt(chunk.ids[at]);
                        if (id >= 0) {
                            writer.add(id);
                        }
                    }
                    writer.endText();
                }
            }
            writer.finish();
            return new EncodedCorpus(vocabulary, writer);
        } catch (IOException | RuntimeException e) {
            writer.close();
            throw e;
        }
    }

    /** Its words. */
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    /** The number of texts. */
    public int texts() {
        return texts;
    }

    /** The number of known words in all texts. */
    public long tokens() {
        return tokens;
    }

    /** The number of chunks. */
    public int chunks() {
        return channel == null ? inMemory.size() : inFile.size();
    }

    /** The number of known words before a chunk. */
    public long start(int chunk) {
        return starts.get(chunk);
    }

    /** A chunk, from memory or from the temporary file. */
    public Chunk chunk(int index) throws IOException {
        if (channel == null) {
            return inMemory.get(index);
        }
        Place place = inFile.get(index);
        ByteBuffer bytes = ByteBuffer.allocate((place.ids + place.offsets) * Integer.BYTES);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, place.position + bytes.position()) < 0) {
                throw new IOException("the temporary file of the encoded corpus was cut short by someone else");
            }
        }
        bytes.flip();
        int[] ids = new int[place.ids];
        int[] offsets = new int[place.offsets];
        bytes.asIntBuffer().get(ids).get(offsets);
        return new Chunk(place.first, ids, offsets);
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }

    /** Collects texts to chunks, and moves them to a file once there are too many. */
    private static final class Writer {

        private final int longest;
        private final long mostInMemory = Runtime.getRuntime().maxMemory() / 4 / Integer.BYTES;
        private final List<Chunk> inMemory = new ArrayList<>();
        private final List<Place> inFile = new ArrayList<>();
        private final List<Long> starts = new ArrayList<>();
        private @Nullable FileChannel channel;
        private int[] ids = new int[CHUNK_TOKENS];
        private int[] offsets = new int[1 << 10];
        private int size;
        private int textsOfChunk;
        private int firstText;
        private long tokens;

        private Writer(int longest) {
            this.longest = longest;
        }

        private void add(int id) {
            if (longest > 0 && size - offsets[textsOfChunk] == longest) {
                endText();
            }
            if (size == ids.length) {
                ids = Arrays.copyOf(ids, size * 2);
            }
            ids[size++] = id;
        }

        private void endText() {
            textsOfChunk++;
            if (textsOfChunk == offsets.length) {
                offsets = Arrays.copyOf(offsets, textsOfChunk * 2);
            }
            offsets[textsOfChunk] = size;
            if (size >= CHUNK_TOKENS || textsOfChunk >= CHUNK_TOKENS) {
                endChunk();
            }
        }

        private void finish() throws IOException {
            if (textsOfChunk > 0) {
                endChunk();
            }
        }

        private void endChunk() {
            Chunk chunk = new Chunk(firstText, Arrays.copyOf(ids, size), Arrays.copyOf(offsets, textsOfChunk + 1));
            starts.add(tokens);
            firstText += textsOfChunk;
            tokens += size;
            size = 0;
            textsOfChunk = 0;
            try {
                if (channel == null && tokens + firstText > mostInMemory) {
                    channel = temporaryFile();
                    for (Chunk earlier : inMemory) {
                        write(channel, earlier);
                    }
                    inMemory.clear();
                }
                if (channel == null) {
                    inMemory.add(chunk);
                } else {
                    write(channel, chunk);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(new IOException("the encoded corpus cannot be written to a temporary file in "
                        + System.getProperty("java.io.tmpdir") + ": " + e.getMessage() + "; make room there or give more memory (-Xmx)", e));
            }
        }

        private static FileChannel temporaryFile() throws IOException {
            Path file = Files.createTempFile("isotropy-corpus", ".ids");
            return FileChannel.open(
                    file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        }

        private void write(FileChannel target, Chunk chunk) throws IOException {
            ByteBuffer bytes = ByteBuffer.allocate((chunk.ids.length + chunk.offsets.length) * Integer.BYTES);
            bytes.asIntBuffer().put(chunk.ids).put(chunk.offsets);
            long position = target.size();
            inFile.add(new Place(chunk.first, position, chunk.ids.length, chunk.offsets.length));
            while (bytes.hasRemaining()) {
                target.write(bytes, position + bytes.position());
            }
        }

        private void close() throws IOException {
            if (channel != null) {
                channel.close();
            }
        }
    }
}
