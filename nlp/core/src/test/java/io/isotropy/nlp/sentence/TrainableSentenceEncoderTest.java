package io.isotropy.nlp.sentence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Backends;
import io.isotropy.nlp.bert.TinyBert;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrainableSentenceEncoderTest {

    private static final List<String> TEXTS = List.of("a man is playing the guitar", "", "one two three four five six seven eight nine ten");

    private final Backend backend = Backends.byName("cpu");

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(value = Pooling.class, names = {"FIRST_LAST_AVERAGE", "POOLER"}, mode = EnumSource.Mode.EXCLUDE)
    void savesWhatSentenceEncoderLoads(Pooling pooling) throws IOException {
        Path base = TinyBert.write(folder.resolve("base"));
        TrainableSentenceEncoder model = TrainableSentenceEncoder.load(base, backend, 1, pooling, 9);
        Path saved = folder.resolve("saved");
        model.save(saved);
        model.save(saved); // over an earlier one
        List<float[]> vectors = model.embed(TEXTS);
        try (SentenceEncoder loaded = SentenceEncoder.load(saved, backend)) {
            assertThat(loaded.maxLength()).isEqualTo(9);
            List<float[]> read = loaded.embed(TEXTS);
            for (int i = 0; i < TEXTS.size(); i++) {
                assertThat(read.get(i)).containsExactly(vectors.get(i), within(1e-5f));
            }
        }
        assertThat(TrainableSentenceEncoder.load(saved, backend, 1, null, 0).pooling()).isEqualTo(pooling);
    }

    @Test
    void startsFromSizesAlone() throws IOException {
        Path base = TinyBert.write(folder.resolve("base"));
        float[] one = TrainableSentenceEncoder.create(base, backend, 1, null, 0).embed("a cat");
        assertThat(TrainableSentenceEncoder.create(base, backend, 1, null, 0).embed("a cat")).isEqualTo(one);
        assertThat(TrainableSentenceEncoder.create(base, backend, 2, null, 0).embed("a cat")).isNotEqualTo(one);
    }

    @Test
    void refusesWhatCannotBeTrained() throws IOException {
        Path base = TinyBert.write(folder.resolve("base"));
        assertThatThrownBy(() -> TrainableSentenceEncoder.load(base, backend, 1, Pooling.POOLER, 0))
                .hasMessageContaining("pooler cannot be trained");
        assertThatThrownBy(() -> TrainableSentenceEncoder.load(base, backend, 1, null, 99))
                .hasMessageContaining("3 to the model's 20 positions: got 99");
    }
}
