package io.isotropy.report;

import java.util.List;

/** What a section is made of. Text is plain; what stands between `backticks` is set as code. */
public sealed interface Block {

    /** A paragraph. */
    record Paragraph(String text) implements Block {}

    /** Lines as they are, monospaced: a command, an output. */
    record Listing(String text) implements Block {}

    /**
     * A table; columns that hold numbers alone are flush right.
     *
     * @param caption below it; may be empty
     */
    record Table(List<String> header, List<List<String>> rows, String caption) implements Block {

        /** Copies the lists. */
        public Table {
            header = List.copyOf(header);
            rows = rows.stream().map(List::copyOf).toList();
        }
    }

    /** Terms and what they mean. */
    record Terms(List<Term> terms) implements Block {

        /** Copies the list. */
        public Terms {
            terms = List.copyOf(terms);
        }

        /** A term and its meaning. */
        public record Term(String name, String meaning) {}
    }

    /** Charts side by side, as many as fit. */
    record Figures(List<Figure> figures) implements Block {

        /** Copies the list. */
        public Figures {
            figures = List.copyOf(figures);
        }

        /** The given charts. */
        public static Figures of(Figure... figures) {
            return new Figures(List.of(figures));
        }
    }

    /**
     * A chart on its own.
     *
     * @param caption what is to be seen; may be empty
     */
    record Figure(Chart chart, String caption) implements Block {}
}
