package io.isotropy.nlp.sentence;

import io.isotropy.autograd.Elementwise;
import io.isotropy.autograd.Embedding;
import io.isotropy.autograd.Mode;
import io.isotropy.autograd.Segments;
import io.isotropy.autograd.Var;
import io.isotropy.autograd.nn.Lstm;
import io.isotropy.autograd.nn.Parameters;
import io.isotropy.nlp.bert.PackedBatch;
import io.isotropy.tensor.IntTensor;
import io.isotropy.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Vectors of words and what LSTMs make of them, if there are any: the modules {@code WordEmbeddings} and {@code LSTM}.
 *
 * @param table (V, D)
 * @param layers in the order in which they run
 * @param dropout after each layer but the last
 */
record WordStates(Var table, List<Lstm> layers, float dropout) {

    /** The sizes of a module {@code LSTM}. */
    record LstmSizes(int inputs, int hidden, int layers, boolean bidirectional) {}

    static List<Lstm> lstm(Parameters parameters, LstmSizes sizes) {
        List<Lstm> made = new ArrayList<>();
        for (int layer = 0; layer < sizes.layers; layer++) {
            int inputs = made.isEmpty() ? sizes.inputs : made.getLast().outputs();
            made.add(Lstm.create(parameters, inputs, sizes.hidden, layer, sizes.bidirectional));
        }
        return made;
    }

    /** The length of a word's state. */
    int size() {
        return layers.isEmpty() ? table.shape().dim(1) : layers.getLast().outputs();
    }

    Segments segments(PackedBatch batch) {
        return Segments.of(table.backend(), batch.offsets());
    }

    /** The states of all words of a batch, (N, {@link #size}). */
    Var forward(PackedBatch batch, Segments segments, Mode mode) {
        Var x = Embedding.gather(table, IntTensor.of(table.backend(), Shape.of(batch.ids().length), batch.ids())); // (N, D)
        for (int i = 0; i < layers.size(); i++) {
            x = layers.get(i).forward(i == 0 ? x : Elementwise.dropout(x, dropout, mode), segments);
        }
        return x;
    }
}
