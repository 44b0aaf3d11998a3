package io.isotropy.nlp.glove;

import io.isotropy.nlp.corpus.EncodedCorpus;
import io.isotropy.nlp.parallel.Crew;
import io.isotropy.tensor.Philox;
import java.io.IOException;
import java.util.Arrays;

/**
 * Counts which words occur together: X_ij = Σ 1/d over all places where word j is d ≤ window words from word i in the same text (§3.1).
 *
 * <p>One word's row at a time: an index gives all places of the word, and each adds the words around it to an array over the vocabulary. That
 * needs neither a table of all pairs nor sorting, threads take rows independently, and the sums do not depend on how many there are. A
 * corpus goes through this in segments that fit memory; {@link Cells#merged} adds up what they give.
 */
final class Cooccurrences {

    private final EncodedCorpus corpus;
    private final GloveConfig config;
    private final Partition partition;
    private final Crew crew;
    private final long segmentTokens;

    Cooccurrences(EncodedCorpus corpus, GloveConfig config, Crew crew, long segmentTokens) {
        this.corpus = corpus;
        this.config = config;
        this.partition = Partition.of(corpus.vocabulary().size());
        this.crew = crew;
        this.segmentTokens = segmentTokens;
    }

    interface Progress {
        void counted(long tokens);
    }

    /** Counts the corpus. The cells of each block are in random order. */
    CellBlocks count(long mostInMemory, Progress progress) throws IOException {
        CellBlocks blocks = new CellBlocks(partition, mostInMemory);
        try {
            int segments = 0;
            long tokens = 0;
            for (int chunk = 0; chunk < corpus.chunks(); segments++) {
                int from = chunk;
                long size = 0;
                while (chunk < corpus.chunks() && (size == 0 || size < segmentTokens)) {
                    size += corpus.chunk(chunk++).ids().length;
                }
                boolean whole = from == 0 && chunk == corpus.chunks();
                Segment segment = segment(from, chunk);
                crew.runWithFiles(partition.parts(), part -> blocks.add(part, count(segment, part, whole)));
                tokens += size;
                progress.counted(tokens);
            }
            return segments <= 1 ? blocks : merged(blocks, mostInMemory);
        } catch (IOException | RuntimeException e) {
            blocks.close();
            throw e;
        }
    }

    /**
     * Some texts, with an index.
     *
     * @param ids the words, a −1 before, between and after the texts
     * @param starts where the places of each word start in {@code places}, and where the last one's end
     * @param places where words stand in {@code ids}
     */
    private record Segment(int[] ids, int[] starts, int[] places) {}

    private Segment segment(int fromChunk, int toChunk) throws IOException {
        long size = 1;
        for (int i = fromChunk; i < toChunk; i++) {
            EncodedCorpus.Chunk chunk = corpus.chunk(i);
            size += chunk.ids().length + chunk.texts();
        }
        int[] ids = new int[Math.toIntExact(size)];
        int[] starts = new int[partition.words() + 1];
        int at = 0;
        ids[at++] = -1;
        for (int i = fromChunk; i < toChunk; i++) {
            EncodedCorpus.Chunk chunk = corpus.chunk(i);
            for (int text = 0; text < chunk.texts(); text++) {
                for (int word = chunk.offsets()[text]; word < chunk.offsets()[text + 1]; word++) {
                    ids[at++] = chunk.ids()[word];
                    starts[chunk.ids()[word] + 1]++;
                }
                ids[at++] = -1;
            }
        }
        for (int word = 0; word < partition.words(); word++) {
            starts[word + 1] += starts[word];
        }
        int[] next = starts.clone();
        int[] places = new int[starts[partition.words()]];
        for (int place = 0; place < ids.length; place++) {
            if (ids[place] >= 0) {
                places[next[ids[place]]++] = place;
            }
        }
        return new Segment(ids, starts, places);
    }

    /** The rows of one part's words, by the parts of their contexts. */
    private Cells[] count(Segment segment, int part, boolean whole) {
        Cells[] cells = new Cells[partition.parts()];
        Arrays.setAll(cells, i -> new Cells(256));
        double[] sums = new double[partition.words()];
        int[] found = new int[partition.words()];
        double[] weights = new double[config.window() + 1];
        for (int d = 1; d < weights.length; d++) {
            weights[d] = 1.0 / d;
        }
        for (int word = part; word < partition.words(); word += partition.parts()) {
            int size = row(segment, word, weights, sums, found);
            for (int i = 0; i < size; i++) {
                int context = found[i];
                cells[partition.part(context)].add(Cells.key(partition.place(word), partition.place(context)), (float) sums[context]);
                sums[context] = 0;
            }
        }
        if (whole) {
            shuffle(part, cells);
        }
        return cells;
    }

    /** Adds the contexts of a word to {@code sums} and lists them in {@code found}; returns how many there are. */
    private int row(Segment segment, int word, double[] weights, double[] sums, int[] found) {
        int[] ids = segment.ids;
        int size = 0;
        for (int i = segment.starts[word]; i < segment.starts[word + 1]; i++) {
            int place = segment.places[i];
            for (int d = 1, context; d < weights.length && (context = ids[place - d]) >= 0; d++) {
                if (sums[context] == 0) {
                    found[size++] = context;
                }
                sums[context] += weights[d];
            }
            for (int d = 1, context; config.symmetric() && d < weights.length && (context = ids[place + d]) >= 0; d++) {
                if (sums[context] == 0) {
                    found[size++] = context;
                }
                sums[context] += weights[d];
            }
        }
        return size;
    }

    private CellBlocks merged(CellBlocks bySegment, long mostInMemory) throws IOException {
        try (bySegment) {
            CellBlocks blocks = new CellBlocks(partition, mostInMemory);
            try {
                crew.runWithFiles(partition.parts(), part -> {
                    Cells[] cells = new Cells[partition.parts()];
                    for (int context = 0; context < cells.length; context++) {
                        cells[context] = bySegment.block(part, context).merged();
                    }
                    shuffle(part, cells);
                    blocks.add(part, cells);
                });
                return blocks;
            } catch (IOException | RuntimeException e) {
                blocks.close();
                throw e;
            }
        }
    }

    private void shuffle(int part, Cells[] cells) {
        Philox random = Philox.of(config.seed()).child(part);
        for (int context = 0; context < cells.length; context++) {
            cells[context].shuffle(random.child(context));
        }
    }
}
