package io.isotropy.nlp.train;

import io.isotropy.autograd.Mode;
import io.isotropy.autograd.Segments;
import io.isotropy.autograd.Var;
import io.isotropy.autograd.loss.Classification;
import io.isotropy.autograd.nn.Parameters;
import io.isotropy.autograd.train.Batch;
import io.isotropy.autograd.train.Trainable;
import io.isotropy.nlp.bert.BertDecoder;
import io.isotropy.nlp.bert.PackedBatch;
import io.isotropy.nlp.data.Augmentation;
import io.isotropy.nlp.data.Example.Text;
import io.isotropy.nlp.sentence.TrainableSentenceEncoder;
import io.isotropy.tensor.IntTensor;
import io.isotropy.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Denoising auto-encoder: Wang, Reimers, Gurevych 2021, "TSDAE: Using Transformer-based Sequential Denoising Auto-Encoder for Unsupervised
 * Sentence Embedding Learning", §3. A text with deleted words becomes one vector, and from that alone a decoder says the whole text. As
 * sentence-transformers' {@code DenoisingAutoEncoderLoss}.
 */
public final class Tsdae implements Trainable {

    /** The share of words that the paper deletes: §3, table 7. */
    public static final double DELETION = 0.6;

    private final TrainableSentenceEncoder encoder;
    private final BertDecoder decoder;
    private final List<String> texts;
    private final Augmentation noise;
    private final long seed;

    /**
     * An objective for an encoder.
     *
     * @param decoder whose parameters are in those of the encoder
     * @param noise what is done to a text, otherwise in every epoch
     * @param seed of the noise
     */
    public Tsdae(TrainableSentenceEncoder encoder, BertDecoder decoder, List<Text> texts, Augmentation noise, long seed) {
        this.encoder = encoder;
        this.decoder = decoder;
        this.texts = texts.stream().map(Text::text).toList();
        this.noise = noise;
        this.seed = seed;
    }

    /** The tokens of an example, for batches by tokens: those that the decoder says. */
    public int tokens(int example) {
        return encoder.tokenizer().ids(texts.get(example)).length;
    }

    @Override
    public Parameters parameters() {
        return encoder.parameters();
    }

    @Override
    public Var loss(Batch batch, Mode mode) {
        List<int[]> damaged = new ArrayList<>();
        List<int[]> originals = new ArrayList<>();
        for (int example : batch.examples()) {
            String text = texts.get(example);
            damaged.add(encoder.tokenizer().ids(noise.apply(text, Augmentation.randomFor(seed, batch.epoch(), example))));
            originals.add(encoder.tokenizer().ids(text));
        }
        return loss(damaged, originals, mode);
    }

    /** The mean cross-entropy of the originals' tokens after the first, each said by the vector and the tokens before it: eq. 1. */
    Var loss(List<int[]> damaged, List<int[]> originals, Mode mode) {
        Var vectors = encoder.vectors(damaged, mode); // (texts, D)
        int[] lengths = new int[originals.size()];
        Arrays.fill(lengths, 1);
        Segments memory = Segments.ofLengths(vectors.backend(), lengths);
        List<int[]> said = originals.stream().map(ids -> Arrays.copyOf(ids, ids.length - 1)).toList();
        int[] next = originals.stream().flatMapToInt(ids -> Arrays.stream(ids, 1, ids.length)).toArray();
        Var logits = decoder.forward(PackedBatch.of(said), vectors, memory, mode); // (N, V)
        return Classification.crossEntropy(logits, IntTensor.of(vectors.backend(), Shape.of(next.length), next));
    }
}
