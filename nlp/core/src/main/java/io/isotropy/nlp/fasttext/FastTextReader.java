package io.isotropy.nlp.fasttext;

import io.isotropy.kernels.Backend;
import io.isotropy.nlp.HeapRoom;
import io.isotropy.nlp.corpus.Tokenizer;
import io.isotropy.nlp.fasttext.FastTextConfig.Architecture;
import io.isotropy.nlp.fasttext.FastTextConfig.Loss;
import io.isotropy.nlp.fasttext.FastTextDictionary.Entries;
import io.isotropy.nlp.text.TextFileException;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reads the original's {@code .bin}: magic number and version, the arguments, the dictionary, the input and the output matrix, all
 * little-endian (fasttext.cc, args.cc, dictionary.cc and densematrix.cc of version 0.9.2). What its headers claim is held against the
 * file's length before anything is allocated.
 */
final class FastTextReader {

    static final int MAGIC = 793712314;
    static final int VERSION = 12;
    /** Models of this version know no n-grams of characters in classifiers, whatever their arguments say. */
    private static final int OLDER_VERSION = 11;

    static final byte WORD = 0;
    static final byte LABEL = 1;
    /** A word's closing 0, its count and its kind. */
    private static final int SMALLEST_ENTRY = 10;

    private static final String ARGUMENTS = "the arguments";
    private static final String DICTIONARY = "the dictionary";

    private final LittleEndian in;
    private final Backend backend;

    private FastTextReader(LittleEndian in, Backend backend) {
        this.in = in;
        this.backend = backend;
    }

    static FastText read(Path file, Backend backend, Tokenizer tokenizer) throws IOException {
        if (Files.isDirectory(file)) {
            throw new TextFileException(file.toString(), "is a folder; give a .bin file of fastText");
        }
        try (LittleEndian in = new LittleEndian(file)) {
            return new FastTextReader(in, backend).model(tokenizer);
        }
    }

    static boolean isModel(Path file) throws IOException {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            return false;
        }
        try (LittleEndian in = new LittleEndian(file)) {
            return in.left() >= Integer.BYTES && in.readInt(ARGUMENTS) == MAGIC;
        }
    }

    private FastText model(Tokenizer tokenizer) throws IOException {
        if (in.left() < 2 * Integer.BYTES || in.readInt(ARGUMENTS) != MAGIC) {
            throw in.error("is no model of fastText: its first four bytes must be the number " + MAGIC);
        }
        int version = in.readInt(ARGUMENTS);
        if (version != VERSION && version != OLDER_VERSION) {
            throw in.error("is of version " + version + " of fastText's form, but only " + OLDER_VERSION + " and " + VERSION + " are known");
        }
        FastTextConfig config = arguments(version);
        FastTextDictionary dictionary = dictionary(config);
        boolean quantized = in.readByte("the input matrix") != 0;
        if (quantized) {
            throw in.error("is quantized, as .ftz files are, which cannot be read here; give the .bin that it was made from");
        }
        Tensor input = matrix("the input matrix", dictionary.rows(), config.dimension());
        if (in.readByte("the output matrix") != 0) {
            throw in.error("has a quantized output matrix, which cannot be read here; give the .bin that it was made from");
        }
        int targets = config.supervised() ? dictionary.labels().size() : dictionary.words().size();
        Tensor output = matrix("the output matrix", targets, config.dimension());
        if (in.left() > 0) {
            throw in.error("goes on for " + in.left() + " bytes after the output matrix: it is damaged");
        }
        return new FastText(config, dictionary, tokenizer, input, output);
    }

    private FastTextConfig arguments(int version) throws IOException {
        int[] numbers = new int[12];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = in.readInt(ARGUMENTS);
        }
        double sampling = in.readDouble(ARGUMENTS);
        Loss loss = Stream.of(Loss.values()).filter(known -> known.number == numbers[6]).findFirst().orElse(null);
        Architecture architecture = Stream.of(Architecture.values()).filter(known -> known.number == numbers[7]).findFirst().orElse(null);
        if (loss == null || architecture == null) {
            throw in.error("names loss " + numbers[6] + " and model " + numbers[7] + ", which are none of fastText's: the file is damaged");
        }
        // Of lengths that no n-gram can have there are none, as without.
        boolean plain = version == OLDER_VERSION && architecture == Architecture.SUPERVISED || numbers[9] > numbers[10];
        try {
            return new FastTextConfig(architecture, loss, numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], numbers[8],
                    numbers[9], plain ? 0 : numbers[10], sampling);
        } catch (IllegalArgumentException e) {
            throw in.error("has arguments that cannot be: " + e.getMessage());
        }
    }

    private FastTextDictionary dictionary(FastTextConfig config) throws IOException {
        int size = in.readInt(DICTIONARY);
        int wordCount = in.readInt(DICTIONARY);
        int labelCount = in.readInt(DICTIONARY);
        long tokens = in.readLong(DICTIONARY);
        long keptCount = in.readLong(DICTIONARY);
        if (size < 0 || wordCount < 0 || labelCount < 0 || (long) wordCount + labelCount != size || size > in.left() / SMALLEST_ENTRY) {
            throw in.error("claims " + size + " entries, " + wordCount + " words and " + labelCount + " labels, which do not add up or do not"
                    + " fit its length: it is damaged or cut short");
        }
        List<String> words = new ArrayList<>(wordCount);
        List<String> labels = new ArrayList<>(labelCount);
        long[] counts = new long[size];
        for (int i = 0; i < size; i++) {
            String name = in.readText(DICTIONARY);
            counts[i] = in.readLong(DICTIONARY);
            byte kind = in.readByte(DICTIONARY);
            if (kind != (i < wordCount ? WORD : LABEL)) {
                throw in.error("has kind " + kind + " at entry " + i + " (" + name + ") of the dictionary, where a "
                        + (i < wordCount ? "word" : "label") + " should stand: it is damaged");
            }
            (kind == WORD ? words : labels).add(name);
        }
        int[] kept = keptCount < 0 ? null : kept(keptCount, config.buckets());
        return new FastTextDictionary(config, Entries.of(words, Arrays.copyOf(counts, wordCount)),
                Entries.of(labels, Arrays.copyOfRange(counts, wordCount, size)), tokens, kept,
                kept == null ? config.buckets() : (int) keptCount);
    }

    private int[] kept(long count, int buckets) throws IOException {
        if (count > Math.min(buckets, in.left() / (2 * Integer.BYTES))) {
            throw in.error("claims " + count + " kept n-grams, of " + buckets + " buckets: it is damaged or cut short");
        }
        int[] kept = new int[buckets];
        Arrays.fill(kept, -1);
        for (long i = 0; i < count; i++) {
            int bucket = in.readInt(DICTIONARY);
            int place = in.readInt(DICTIONARY);
            if (bucket < 0 || bucket >= buckets || place < 0 || place >= count) {
                throw in.error("keeps n-gram " + bucket + " at place " + place + ", of " + buckets + " buckets and " + count
                        + " places: it is damaged");
            }
            kept[bucket] = place;
        }
        return kept;
    }

    private Tensor matrix(String what, int rows, int cols) throws IOException {
        long claimedRows = in.readLong(what);
        long claimedCols = in.readLong(what);
        if (claimedRows != rows || claimedCols != cols) {
            throw in.error("claims that " + what + " is (" + claimedRows + ", " + claimedCols + "), but its dictionary and arguments make it ("
                    + rows + ", " + cols + "): it is damaged");
        }
        long numbers = (long) rows * cols;
        if (numbers > in.left() / Float.BYTES) {
            throw in.error("ends within " + what + ", which takes " + numbers * Float.BYTES + " bytes of which " + in.left()
                    + " are there; it is cut short, fetch or train it again");
        }
        String missing = HeapRoom.missingForBuffer(numbers, "use fewer buckets or components");
        if (missing != null) {
            throw in.error("does not fit the memory: " + what + " of " + rows + " rows of " + cols + ": " + missing);
        }
        Tensor matrix = Scope.outside(() -> Tensor.uninitialized(backend, Shape.of(rows, cols)));
        in.readFloats(matrix.buffer(), cols, what);
        return matrix;
    }
}
