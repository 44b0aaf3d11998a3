package io.isotropy.nlp.word;

import io.isotropy.nlp.text.TextFileException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run of whole lines of a text file of word vectors, parsed: up to the first line that is not as it must be. Lines of the usual form are read
 * from their bytes; all others, words with spaces and whatever is wrong, take a slower way.
 */
final class VectorLines {

    /** Powers of ten that a double holds exactly. */
    private static final double[] TENS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22
    };
    /** The bits that a float lacks of a double. */
    private static final long ROUNDED = (1L << 29) - 1;

    private final Path file;
    private final byte[] bytes;
    private final int dimension;
    private final boolean strict;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    private final List<String> words = new ArrayList<>();
    private final float[] values;
    private int position;
    private long line;
    private long blankLine;
    private @Nullable TextFileException failure;

    private VectorLines(LineBlocks.Block block, Path file, int dimension, boolean strict) {
        this.file = file;
        this.bytes = block.bytes();
        this.dimension = dimension;
        this.strict = strict;
        this.line = block.firstLine();
        // A number and the gap before it take two bytes, whatever the first line says.
        int most = Math.min(block.lines(), (block.to() - block.from()) / 2 / dimension);
        this.values = new float[most * dimension];
    }

    /**
     * Parses a block.
     *
     * @param strict whether words have no spaces, as in word2vec's form
     */
    static VectorLines parse(LineBlocks.Block block, Path file, int dimension, boolean strict) {
        VectorLines lines = new VectorLines(block, file, dimension, strict);
        try {
            lines.parse(block.from(), block.to());
        } catch (TextFileException e) {
            lines.failure = e;
        }
        return lines;
    }

    /** The words, a line each. */
    List<String> words() {
        return words;
    }

    /** Their vectors, one after the other. */
    float[] values() {
        return values;
    }

    /** The number of the first line with nothing on it, after which there are but such lines; 0 if there is none. */
    long blankLine() {
        return blankLine;
    }

    /** What is wrong with the line after the last word's; null if nothing is. */
    @Nullable TextFileException failure() {
        return failure;
    }

    private void parse(int from, int to) throws TextFileException {
        for (int at = from; at < to; line++) {
            int end = at;
            while (end < to && bytes[end] != '\n') {
                end++;
            }
            int stop = end > at && bytes[end - 1] == '\r' ? end - 1 : end;
            if (blankLine != 0 || !quick(at, stop)) {
                slow(text(at, stop));
            }
            at = end + 1;
        }
    }

    /** A word without spaces and exactly the numbers; false if the line is anything else. */
    private boolean quick(int at, int stop) throws TextFileException {
        int wordEnd = at;
        while (wordEnd < stop && !isGap(bytes[wordEnd])) {
            wordEnd++;
        }
        if (wordEnd == at || stop - wordEnd < 2 * dimension) {
            return false;
        }
        position = wordEnd;
        int first = words.size() * dimension;
        for (int column = 0; column < dimension; column++) {
            skipGaps(stop);
            float value = number(stop);
            if (!Float.isFinite(value)) {
                return false;
            }
            values[first + column] = value;
        }
        skipGaps(stop);
        if (position < stop) {
            return false;
        }
        words.add(text(at, wordEnd));
        return true;
    }

    private void skipGaps(int stop) {
        while (position < stop && isGap(bytes[position])) {
            position++;
        }
    }

    /**
     * The float closest to the decimal at the position, as {@link Float#parseFloat} gives it; NaN if there is none of the usual form. Digits and
     * power of ten that are exact as doubles give the correctly rounded double (Clinger 1990), and that the correctly rounded float
     * unless it lies midway between two.
     */
    private float number(int stop) {
        int start = position;
        int i = start;
        boolean negative = i < stop && bytes[i] == '-';
        if (i < stop && (bytes[i] == '-' || bytes[i] == '+')) {
            i++;
        }
        long digits = 0;
        int first = i;
        for (; i < stop && isDigit(bytes[i]); i++) {
            digits = digits * 10 + (bytes[i] - '0');
        }
        int count = i - first;
        int exponent = 0;
        if (i < stop && bytes[i] == '.') {
            int point = ++i;
            for (; i < stop && isDigit(bytes[i]); i++) {
                digits = digits * 10 + (bytes[i] - '0');
            }
            count += i - point;
            exponent = point - i;
        }
        if (count == 0) {
            return Float.NaN;
        }
        if (i < stop && (bytes[i] | 0x20) == 'e') {
            boolean minus = ++i < stop && bytes[i] == '-';
            if (i < stop && (bytes[i] == '-' || bytes[i] == '+')) {
                i++;
            }
            int power = 0;
            int from = i;
            for (; i < stop && isDigit(bytes[i]) && power < 1000; i++) {
                power = power * 10 + (bytes[i] - '0');
            }
            if (i == from) {
                return Float.NaN;
            }
            exponent += minus ? -power : power;
        }
        if (i < stop && !isGap(bytes[i])) {
            return Float.NaN;
        }
        position = i;
        if (count <= 18 && digits >>> 53 == 0 && Math.abs(exponent) < TENS.length) {
            double value = exponent < 0 ? digits / TENS[-exponent] : digits * TENS[exponent];
            boolean midway = (Double.doubleToRawLongBits(value) & ROUNDED) == (ROUNDED + 1) / 2;
            if (!midway && (value == 0 || value >= Float.MIN_NORMAL)) {
                return (float) (negative ? -value : value);
            }
        }
        return Float.parseFloat(new String(bytes, start, i - start, StandardCharsets.US_ASCII));
    }

    private static boolean isDigit(byte c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isGap(int c) {
        return c == ' ' || c == '\t'; // nothing else: words may contain other spaces
    }

    private String text(int from, int to) throws TextFileException {
        for (int i = from; i < to; i++) {
            if (bytes[i] < 0) {
                try {
                    return decoder.decode(ByteBuffer.wrap(bytes, from, to - from)).toString();
                } catch (CharacterCodingException e) {
                    throw error("is not UTF-8; save the file as UTF-8");
                }
            }
        }
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /** A line's word is all that stands before its last D numbers, so that it may contain spaces where they are allowed. */
    private void slow(String text) throws TextFileException {
        if (strict && text.isBlank()) {
            blankLine = blankLine == 0 ? line : blankLine;
            return;
        }
        if (blankLine != 0) {
            throw nothing(file, blankLine, dimension);
        }
        int end = text.length();
        if (end < 2 * dimension) {
            throw columns(text);
        }
        float[] row = new float[dimension];
        for (int column = dimension - 1; column >= 0; column--) {
            while (end > 0 && isGap(text.charAt(end - 1))) {
                end--;
            }
            int start = end;
            while (start > 0 && !isGap(text.charAt(start - 1))) {
                start--;
            }
            if (start == 0) {
                throw columns(text);
            }
            row[column] = number(text.substring(start, end), column, text);
            end = start;
        }
        int wordEnd = end;
        while (wordEnd > 0 && isGap(text.charAt(wordEnd - 1))) {
            wordEnd--;
        }
        String word = text.substring(0, wordEnd == 0 ? Math.max(0, end - 1) : wordEnd); // a word may be of gaps alone
        int gap = Math.max(word.lastIndexOf(' '), word.lastIndexOf('\t'));
        if (word.isEmpty() || gap >= 0 && (strict || isDecimal(word.substring(gap + 1)))) {
            throw columns(text);
        }
        System.arraycopy(row, 0, values, words.size() * dimension, dimension);
        words.add(word);
    }

    /** An error about a line with nothing on it. */
    static TextFileException nothing(Path file, long line, int dimension) {
        return new TextFileException(
                file.toString(), line, "must be a word and " + dimension + " numbers, as the first line says; it is empty");
    }

    private TextFileException columns(String text) {
        return error("must be a word and " + dimension + " numbers, as the first line says; it has "
                + text.strip().split("[ \t]+", -1).length + " columns");
    }

    private float number(String number, int column, String text) throws TextFileException {
        float value;
        try {
            value = Float.parseFloat(number);
        } catch (NumberFormatException e) {
            if (text.strip().split("[ \t]+", -1).length != dimension + 1) {
                throw columns(text);
            }
            throw error("number " + (column + 1) + " of " + dimension + " is no number: " + shown(number));
        }
        if (!Float.isFinite(value)) {
            throw error("number " + (column + 1) + " of " + dimension + " is " + number + "; only finite numbers make a vector");
        }
        return value;
    }

    private TextFileException error(String problem) {
        return new TextFileException(file.toString(), line, problem);
    }

    /** How many numbers a line ends with, its first column left out. */
    static int numbersAtTheEnd(String line) {
        String[] fields = line.strip().split("[ \t]+", -1);
        int count = 0;
        while (count < fields.length - 1 && isNumber(fields[fields.length - 1 - count])) {
            count++;
        }
        return count;
    }

    private static boolean isNumber(String text) {
        try {
            Float.parseFloat(text);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** Whether a word's last part looks like a component: a column too many. */
    private static boolean isDecimal(String text) {
        return text.indexOf('.') >= 0 && isNumber(text);
    }

    /** A text for a message. */
    static String shown(String text) {
        return '"' + (text.length() > 40 ? text.substring(0, 40) + "…" : text) + '"';
    }
}
