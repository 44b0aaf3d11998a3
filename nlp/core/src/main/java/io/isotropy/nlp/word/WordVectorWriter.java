package io.isotropy.nlp.word;

import io.isotropy.nlp.ModelFolderException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;

/** Writes files of word vectors. */
final class WordVectorWriter {

    private WordVectorWriter() {}

    /** Writes to a file beside the target, which then takes its place. */
    static void write(WordVectors vectors, Path file, WordVectorFormat format) throws IOException {
        for (String word : vectors.words()) {
            checkWord(word, file, format);
        }
        Path target = file.toAbsolutePath();
        Path temporary = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            try (OutputStream out = open(temporary, file.toString().endsWith(".gz"))) {
                write(vectors, out, format);
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static OutputStream open(Path file, boolean packed) throws IOException {
        OutputStream out = Files.newOutputStream(file);
        return new BufferedOutputStream(packed ? new GZIPOutputStream(out, 1 << 16) : out, 1 << 16);
    }

    private static void checkWord(String word, Path file, WordVectorFormat format) throws IOException {
        boolean spaces = format == WordVectorFormat.GLOVE_TEXT;
        boolean fits = !word.isEmpty() && word.indexOf('\n') < 0 && word.indexOf('\r') < 0
                && (spaces ? !word.isBlank() && word.strip().equals(word) : word.indexOf(' ') < 0 && word.indexOf('\t') < 0);
        if (!fits) {
            throw new ModelFolderException(Path.of(String.valueOf(file.getFileName())), "cannot hold the word \"" + word + "\": words must have no line break"
                    + (spaces ? ", and no space at their ends" : " and no space; GloVe's form takes words with spaces")
                    + ", and one character at least");
        }
    }

    private static void write(WordVectors vectors, OutputStream out, WordVectorFormat format) throws IOException {
        if (format != WordVectorFormat.GLOVE_TEXT) {
            out.write((vectors.size() + " " + vectors.dimension() + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        ByteBuffer bytes = ByteBuffer.allocate(4 * vectors.dimension()).order(ByteOrder.LITTLE_ENDIAN);
        StringBuilder line = new StringBuilder();
        for (int row = 0; row < vectors.size(); row++) {
            String word = vectors.words().get(row);
            float[] vector = vectors.vector(row);
            if (format == WordVectorFormat.WORD2VEC_BINARY) {
                out.write((word + " ").getBytes(StandardCharsets.UTF_8));
                bytes.clear().asFloatBuffer().put(vector);
                out.write(bytes.array());
                out.write('\n');
            } else {
                line.setLength(0);
                line.append(word);
                for (float value : vector) {
                    line.append(' ').append(value);
                }
                out.write(line.append('\n').toString().getBytes(StandardCharsets.UTF_8));
            }
        }
    }
}
