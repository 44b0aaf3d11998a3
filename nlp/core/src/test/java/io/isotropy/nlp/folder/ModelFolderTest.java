package io.isotropy.nlp.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isotropy.kernels.Backend;
import io.isotropy.kernels.Backends;
import io.isotropy.nlp.EmbeddingModel;
import io.isotropy.nlp.FolderWriter;
import io.isotropy.nlp.ModelFolderException;
import io.isotropy.nlp.corpus.Tokenizer;
import io.isotropy.nlp.corpus.Vocabulary;
import io.isotropy.nlp.lexical.HashingModel;
import io.isotropy.nlp.lexical.LexicalFolder;
import io.isotropy.nlp.word.WordFolder;
import io.isotropy.nlp.word.WordModel;
import io.isotropy.nlp.word.WordVectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFolderTest {

    private static final Backend BACKEND = Backends.byName("reference");

    @TempDir
    Path folder;

    @Test
    void wordVectorsComeBack() throws IOException {
        WordVectors vectors = WordVectors.of(BACKEND, List.of("big", "dog", "İstanbul"), 2, 1, 2, 3, 6, -1, 0);
        Vocabulary counts = Vocabulary.ofOrdered(vectors.words(), new long[] {7, 5, 1});
        WordFolder.save(new WordModel("word2vec", vectors, Tokenizer.words(), Map.of("window", 5), counts), folder);
        try (EmbeddingModel read = ModelFolder.load(folder, BACKEND)) {
            assertThat(read.name()).isEqualTo("word2vec");
            assertThat(read.dimension()).isEqualTo(2);
            assertThat(read.embed(List.of("A big, BIG dog!", "unknown", ""))).containsExactly(
                    new float[] {5 / 3f, 10 / 3f}, new float[2], new float[2]);
            WordModel words = (WordModel) read;
            assertThat(words.vectors().words()).isEqualTo(vectors.words());
            assertThat(words.vectors().matrix().toArray()).isEqualTo(vectors.matrix().toArray());
            assertThat(words.counts()).isNotNull();
            assertThat(words.counts().count(1)).isEqualTo(5);
            assertThat(words.config()).hasToString("{window=5\n}");
            WordFolder.save(words, folder.resolve("again"));
            assertThat(folder.resolve("again/isotropy.json")).hasSameTextualContentAs(folder.resolve("isotropy.json"));
            WordFolder.save(new WordModel("glove", vectors, Tokenizer.words(), Map.of(), null), folder.resolve("again"));
        }
        assertThat(WordFolder.load(folder.resolve("again"), BACKEND).counts()).isNull();
    }

    @Test
    void whatCannotBeWrittenLeavesAllAsItWas() throws IOException {
        FolderWriter.Filling failing = inside -> {
            Files.writeString(inside.resolve("terms.tsv"), "new");
            throw new IOException("no room");
        };
        Path deep = folder.resolve("a/b/model");
        assertThatThrownBy(() -> FolderWriter.add(deep, failing)).hasMessage("no room");
        assertThatThrownBy(() -> FolderWriter.write(deep, failing)).hasMessage("no room");
        assertThat(folder).isEmptyDirectory();
        FolderWriter.add(deep, inside -> Files.writeString(inside.resolve("terms.tsv"), "old"));
        Files.writeString(deep.resolve("notes.txt"), "mine");
        assertThatThrownBy(() -> FolderWriter.add(deep, failing)).hasMessage("no room");
        assertThat(deep.resolve("terms.tsv")).hasContent("old");
        FolderWriter.add(deep, inside -> Files.writeString(inside.resolve("terms.tsv"), "newer"));
        assertThat(deep.resolve("terms.tsv")).hasContent("newer");
        try (Stream<Path> files = Files.list(deep)) {
            assertThat(files).as("nothing else, and what was not written here stays").hasSize(2).contains(deep.resolve("notes.txt"));
        }
    }

    @Test
    void everyKindIsFoundByItsName() throws IOException {
        LexicalFolder.save(new HashingModel(Tokenizer.words(), 64, true), folder);
        assertThat(ModelFolder.load(folder, BACKEND)).isInstanceOf(HashingModel.class);
    }

    @Test
    void whatIsWrongIsSaid() throws IOException {
        Path settings = folder.resolve("isotropy.json");
        Files.writeString(settings, "{\"model\": \"oracle\"}");
        assertRefused("isotropy.json line 1", "oracle", "newer version");
        Files.writeString(settings, "{\"tokenizer\": \"words\"}");
        assertRefused("isotropy.json", "must have \"model\"");
        Files.writeString(settings, "{\"model\": \"word2vec\", \"tokenizer\": \"blank\"}");
        assertRefused("isotropy.json", "blank", "characters-N");
        Files.writeString(settings, "{\"model\": \"word2vec\", \"tokenizer\": \"words\"}");
        assertRefused("vectors.bin", "is missing");
        Files.writeString(folder.resolve("vectors.bin"), "2 1\na ");
        assertRefused("vectors.bin", "ends within vector 1");
    }

    private void assertRefused(String... parts) {
        assertThatThrownBy(() -> ModelFolder.load(folder, BACKEND)).isInstanceOf(IOException.class).hasMessageContainingAll(parts);
    }

    @Test
    void aFolderWithoutSettingsIsAnEncoders() {
        assertThatThrownBy(() -> ModelFolder.load(folder, BACKEND)).isInstanceOf(ModelFolderException.class);
    }
}
