package io.isotropy.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Writes vectors as they come. */
sealed interface VectorWriter {

    /** How vectors are written. */
    enum Format {
        JSONL,
        NPY,
        TSV;

        /** What the name of a file says; lines of JSON if it has no ending, as stdout and pipes have none. */
        static Format ofName(String file) {
            String name = file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1).toLowerCase(Locale.ROOT);
            return switch (name.substring(name.lastIndexOf('.') + 1)) {
                case "npy" -> NPY;
                case "tsv" -> TSV;
                case "json", "jsonl", "ndjson", "txt" -> JSONL;
                default -> {
                    if (name.contains(".")) {
                        throw new InputException("the name of the output, " + file + ", says no format that is written here; end it in .jsonl, .npy "
                                + "or .tsv, or give --format");
                    }
                    yield JSONL;
                }
            };
        }

        /** Whether the beginning depends on the number of rows. */
        boolean patched() {
            return this == NPY;
        }
    }

    static VectorWriter of(Format format, Output output, int dimension) throws IOException {
        return switch (format) {
            case JSONL -> new Jsonl(output, new Utf8Text());
            case TSV -> new Tsv(output, new Utf8Text());
            case NPY -> {
                output.stream().write(Npy.header(0, dimension));
                yield new Npy(output, dimension, new byte[4 * dimension]);
            }
        };
    }

    void write(String text, float[] vector) throws IOException;

    /** Called once, after the last. */
    default void finish(long rows) throws IOException {}

    /** An object with text and embedding a line. */
    record Jsonl(Output output, Utf8Text row) implements VectorWriter {
        @Override
        public void write(String text, float[] vector) throws IOException {
            row.ascii("{\"text\":").json(text).ascii(",\"embedding\":");
            for (int i = 0; i < vector.length; i++) {
                row.ascii(i == 0 ? '[' : ',').json(vector[i]);
            }
            row.ascii("]}\n").writeTo(output.stream());
        }
    }

    /** The numbers between tabs, a line per text. */
    record Tsv(Output output, Utf8Text row) implements VectorWriter {
        @Override
        public void write(String text, float[] vector) throws IOException {
            for (int i = 0; i < vector.length; i++) {
                row.ascii(i == 0 ? "" : "\t").number(vector[i]);
            }
            row.ascii('\n').writeTo(output.stream());
        }
    }

    /** NumPy's format, version 1.0: (rows, dimension) float32, little-endian, C order. */
    record Npy(Output output, int dimension, byte[] row) implements VectorWriter {
        /** Room for any number of rows, and a multiple of 64 as the format asks. */
        private static final int HEADER = 128;

        static byte[] header(long rows, int dimension) {
            String facts = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + rows + ", " + dimension + "), }";
            byte[] text = facts.getBytes(StandardCharsets.US_ASCII);
            ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
            header.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII)).put((byte) 1).put((byte) 0);
            header.putShort((short) (HEADER - 10)).put(text);
            while (header.remaining() > 1) {
                header.put((byte) ' ');
            }
            return header.put((byte) '\n').array();
        }

        @Override
        public void write(String text, float[] vector) throws IOException {
            ByteBuffer.wrap(row).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(vector);
            output.stream().write(row);
        }

        @Override
        public void finish(long rows) throws IOException {
            output.patch(header(rows, dimension));
        }
    }
}
