package io.isotropy.nlp.eval;

import io.isotropy.nlp.search.TopK;
import io.isotropy.nlp.word.WordVectors;
import io.isotropy.tensor.Scope;
import io.isotropy.tensor.Shape;
import io.isotropy.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * How many analogies vectors get right, by 3CosAdd and by 3CosMul (Levy and Goldberg 2014, eq. 1 and 4). The rules are those of gensim's
 * {@code evaluate_word_analogies}: questions with a word outside of the vocabulary are left out, and the answer is the best word that is
 * none of the question's, of the best five.
 *
 * @param vocabulary the words that were looked through
 * @param sections in the order of the file
 */
public record WordAnalogies(String name, int vocabulary, List<Section> sections) {

    /**
     * A section's figures.
     *
     * @param questions in the file
     * @param known those whose words all have vectors
     * @param sum right by 3CosAdd
     * @param product right by 3CosMul
     */
    public record Section(String name, int questions, int known, int sum, int product) {

        /** Whether it asks for forms of words rather than for what they mean, by its name in questions-words.txt. */
        public boolean isSyntactic() {
            return name.startsWith("gram");
        }

        private Section plus(Section other) {
            return new Section(name, questions + other.questions, known + other.known, sum + other.sum, product + other.product);
        }
    }

    /** How many answers gensim looks at. */
    private static final int BEST = 5;
    /** Words that are compared with all questions' words at a time. */
    private static final int WIDTH = 512;
    /** See {@link WordVectors#nearestByProduct}. */
    private static final float EPSILON = 1e-6f;

    /** All sections together. */
    public Section total() {
        return total("all", sections);
    }

    /** The sum of some sections. */
    public static Section total(String name, List<Section> sections) {
        return sections.stream().reduce(new Section(name, 0, 0, 0, 0), Section::plus);
    }

    /**
     * Evaluates vectors.
     *
     * @param restrict how many words are taken, from the first on, which are the frequent ones; gensim takes 300,000, word2vec.c's script 30,000
     * @param ignoreCase whether "Paris" is "paris"
     */
    public static WordAnalogies of(WordVectors vectors, AnalogyFile file, int restrict, boolean ignoreCase) {
        WordIndex index = WordIndex.of(vectors, restrict, ignoreCase);
        List<Asked> asked = new ArrayList<>();
        Map<Integer, Integer> places = new LinkedHashMap<>(); // of the rows that questions name
        for (AnalogyFile.Section section : file.sections()) {
            for (AnalogyFile.Question question : section.questions()) {
                int a = index.row(question.a());
                int b = index.row(question.b());
                int c = index.row(question.c());
                if (a >= 0 && b >= 0 && c >= 0 && index.row(question.d()) >= 0) {
                    asked.add(new Asked(question, section, new int[] {a, b, c}, places));
                }
            }
        }
        search(vectors, index.size(), asked, places);
        List<Section> sections = new ArrayList<>();
        for (AnalogyFile.Section section : file.sections()) {
            List<Asked> known = asked.stream().filter(one -> one.section == section).toList();
            int sum = (int) known.stream().filter(one -> one.isRight(one.sums, vectors, index)).count();
            int product = (int) known.stream().filter(one -> one.isRight(one.products, vectors, index)).count();
            sections.add(new Section(section.name(), section.questions().size(), known.size(), sum, product));
        }
        return new WordAnalogies(file.name(), index.size(), List.copyOf(sections));
    }

    /**
     * cos(d, b − a + c) grows with cos(d, b) − cos(d, a) + cos(d, c), so that the cosines of the questions' words, a few hundred, with all words
     * answer all questions: one matrix product for a run of words, then sums.
     */
    private static void search(WordVectors vectors, int size, List<Asked> asked, Map<Integer, Integer> places) {
        if (asked.isEmpty()) {
            return;
        }
        int dimension = vectors.dimension();
        float[] inverseNorms = vectors.inverseNorms();
        float[] units = new float[places.size() * dimension];
        places.forEach((row, place) -> {
            float[] vector = vectors.vector(row);
            for (int i = 0; i < dimension; i++) {
                units[place * dimension + i] = vector[i] * inverseNorms[row];
            }
        });
        for (int from = 0; from < size; from += WIDTH) {
            int first = from;
            int width = Math.min(WIDTH, size - from);
            try (Scope _ = Scope.open()) {
                Tensor left = Tensor.of(vectors.matrix().backend(), Shape.of(places.size(), dimension), units); // (U, D)
                float[] cosines = left.matmul(vectors.matrix().slice(0, from, from + width).transpose()).toArray(); // (U, width)
                float[] divisors = new float[cosines.length];
                for (int place = 0; place < places.size(); place++) {
                    scale(cosines, divisors, place * width, inverseNorms, first, width);
                }
                IntStream.range(0, asked.size()).parallel().forEach(i -> asked.get(i).look(cosines, divisors, first, width));
            }
        }
    }

    private static void scale(float[] cosines, float[] divisors, int from, float[] inverseNorms, int first, int width) {
        for (int i = 0; i < width; i++) {
            float cosine = cosines[from + i] * inverseNorms[first + i];
            cosines[from + i] = cosine;
            divisors[from + i] = 1 / ((1 + cosine) / 2 + EPSILON);
        }
    }

    /** A question with the best answers so far. */
    private static final class Asked {

        private final AnalogyFile.Question question;
        private final AnalogyFile.Section section;
        /** The rows of its words, and their places among all questions' words. */
        private final int[] rows;
        private final int[] places = new int[3];
        private final TopK sums = new TopK(BEST);
        private final TopK products = new TopK(BEST);

        private Asked(AnalogyFile.Question question, AnalogyFile.Section section, int[] rows, Map<Integer, Integer> all) {
            this.question = question;
            this.section = section;
            this.rows = rows;
            for (int i = 0; i < rows.length; i++) {
                places[i] = all.computeIfAbsent(rows[i], _ -> all.size());
            }
        }

        private void look(float[] cosines, float[] divisors, int first, int width) {
            int fromA = width * places[0];
            int fromB = width * places[1];
            int fromC = width * places[2];
            float[] scores = new float[width];
            sums(cosines, fromA, fromB, fromC, scores);
            look(sums, scores, first);
            products(cosines, divisors, fromA, fromB, fromC, scores);
            look(products, scores, first);
        }

        /** The question's own words are no answers. */
        private void look(TopK best, float[] scores, int first) {
            for (int row : rows) {
                if (row >= first && row < first + scores.length) {
                    scores[row - first] = Float.NaN;
                }
            }
            best.addAll(scores, first);
        }

        private static void sums(float[] cosines, int a, int b, int c, float[] scores) {
            for (int i = 0; i < scores.length; i++) {
                scores[i] = cosines[b + i] - cosines[a + i] + cosines[c + i];
            }
        }

        private static void products(float[] cosines, float[] divisors, int a, int b, int c, float[] scores) {
            for (int i = 0; i < scores.length; i++) {
                scores[i] = (1 + cosines[b + i]) * (1 + cosines[c + i]) * 0.25f * divisors[a + i];
            }
        }

        private boolean isRight(TopK best, WordVectors vectors, WordIndex index) {
            Set<String> own = Set.copyOf(List.of(index.form(question.a()), index.form(question.b()), index.form(question.c())));
            for (int i = 0; i < best.size(); i++) {
                String answer = index.form(vectors.words().get(best.row(i)));
                if (!own.contains(answer)) {
                    return answer.equals(index.form(question.d()));
                }
            }
            return false;
        }
    }
}
