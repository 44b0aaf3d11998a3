package io.isotropy.tour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.isotropy.kernels.Backends;
import io.isotropy.nlp.hub.HubSettings;
import io.isotropy.nlp.hub.MavenOptions;
import io.isotropy.tour.section.Sections;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TourTest {

    private static final Scale TINY =
            new Scale("tiny", 1_500, 60, 120, 40, 16, 1, 4, 8, 400, new Scale.Network(600, 16, 1, 2, 128, 4, 3, 16));

    @TempDir
    Path folder;

    private final int threads = Backends.preferred().threads();

    @AfterEach
    void restoreThreads() {
        Backends.preferred().setThreads(threads);
    }

    private TourSettings settings(String name, Scale scale) {
        HubSettings hub = HubSettings.fromEnvironment().withCache(folder.resolve("cache")).withOffline(true)
                .withMaven(new MavenOptions(null, null, folder.resolve("repository")));
        return new TourSettings(folder.resolve(name), scale, 42, null, null, null, false, hub);
    }

    /** Remembers what it was told. */
    private static final class Told implements TourListener {

        private final List<String> trained = new ArrayList<>();
        private final List<String> known = new ArrayList<>();
        private final List<String> skipped = new ArrayList<>();
        private final List<String> reasons = new ArrayList<>();

        @Override
        public void skipped(Section section, String reason) {
            skipped.add(section.about().id());
            reasons.add(reason);
        }

        @Override
        public void started(SystemCard card, boolean before) {
            (before ? known : trained).add(card.id());
        }
    }

    private static List<String> systems() {
        return Sections.ALL.stream().flatMap(section -> section.systems(TINY).stream()).map(SystemCard::id).toList();
    }

    /** One row a system: what must not depend on threads. */
    private static List<String> figures(Tour tour) {
        return tour.results().all().stream()
                .map(result -> result.card().id() + " " + result.scores() + " " + result.anatomy() + " " + result.neighbours()).toList();
    }

    @Test
    void showsEverySystemWithTheSameFiguresOnAnyNumberOfThreads() throws IOException {
        Backends.preferred().setThreads(1);
        Told told = new Told();
        Tour one = Tour.open(settings("one", TINY), told);
        one.run(List.of());
        assertThat(told.skipped).containsExactly("published"); // offline, with an empty cache
        assertThat(told.trained).containsExactlyElementsOf(systems().stream().filter(id -> !id.equals("published")).toList());
        Backends.preferred().setThreads(3);
        Tour three = Tour.open(settings("three", TINY), TourListener.SILENT);
        three.run(List.of());
        assertThat(figures(three)).isEqualTo(figures(one));

        Told again = new Told();
        Tour resumed = Tour.open(settings("one", TINY), again);
        resumed.run(List.of());
        assertThat(again.trained).isEmpty();
        assertThat(figures(resumed)).isEqualTo(figures(one));

        Path page = resumed.report();
        String html = Files.readString(page);
        for (Result result : resumed.results().all()) {
            assertThat(html).contains(result.card().title().replace("&", "&amp;")).contains(result.card().paper());
        }
        assertThat(html).doesNotContain("NaN");
        assertThat(Files.readString(folder.resolve("one/report.md"))).hasLineCount(2 + resumed.results().all().size());
        assertThat(folder.resolve("one/report.json")).isNotEmptyFile();
        assertThat(folder.resolve("one/models/runs")).isEmptyDirectory();
    }

    @Test
    void runsOneSectionWithWhatItNeeds() throws IOException {
        Told told = new Told();
        Tour tour = Tour.open(settings("averages", TINY), told);
        tour.run(List.of("averages"));
        assertThat(told.trained).containsExactly("skip-gram", "skip-gram-tree", "cbow", "cbow-tree", "mean", "tf-idf-mean", "sif", "usif");
        assertThat(tour.results().of(Sections.of("averages"))).hasSize(4);
    }

    @Test
    void doesNotMixTours() throws IOException {
        Tour.open(settings("mixed", TINY), TourListener.SILENT);
        Scale other = new Scale("other", 1_500, 60, 120, 40, 16, 1, 4, 8, 400, TINY.network());
        assertThatThrownBy(() -> Tour.open(settings("mixed", other), TourListener.SILENT)).isInstanceOf(IOException.class)
                .hasMessageContaining("has a tour whose scale is tiny, not other");
        assertThatThrownBy(() -> Sections.of("nowhere")).hasMessageContaining("there is no section \"nowhere\"; there are one-hot, bag-of-words");
    }

    @Test
    void keepsWhatMeasuresOutOfWhatTrains() throws IOException {
        TourData data = DataReading.read(settings("data", TINY));
        List<String> learnt = new ArrayList<>(data.texts());
        data.scored().forEach(pair -> learnt.addAll(pair.texts()));
        data.inference().forEach(pair -> learnt.addAll(pair.texts()));
        data.triplets().forEach(triplet -> learnt.addAll(triplet.texts()));
        String all = String.join("\n", learnt);
        // WordNet has some definitions twice, so that a few held-out ones are known from elsewhere.
        long known = data.test().pairs().stream().filter(pair -> all.contains(pair.first())).count();
        assertThat(known).isLessThan(data.test().pairs().size() / 10);
        assertThat(data.test().pairs()).hasSize(60).allMatch(pair -> pair.score() >= 0 && pair.score() <= 5);
        assertThat(data.texts()).hasSize(1_500);
        assertThat(data.inference().stream().filter(pair -> pair.label() == 0)).hasSize(40);
        assertThat(data.dictionary()).isNotEmpty().allMatch(entry -> !entry.word().contains(" "));
    }

    @Test
    void takesTextsPairsAndInferenceFromFiles() throws IOException {
        Path corpus = Files.writeString(folder.resolve("corpus.txt"), "a cat sleeps on the mat\nthe dog runs\n".repeat(30));
        Path sts = Files.writeString(folder.resolve("sts.tsv"), "5\ta cat sleeps\ta cat naps\n0\tthe dog runs\ta cat sleeps\n");
        Path nli = Files.writeString(folder.resolve("nli.tsv"), """
                label\tsentence1\tsentence2
                entailment\ta cat sleeps\tan animal sleeps
                contradiction\ta cat sleeps\ta cat runs
                neutral\ta cat sleeps\tthe dog runs
                """);
        TourSettings english = settings("files", TINY);
        TourData data = DataReading.read(
                new TourSettings(english.output(), TINY, 1, corpus, sts, nli, false, english.hub()));
        assertThat(data.texts()).hasSize(60);
        assertThat(data.test().pairs()).hasSize(2);
        assertThat(data.inference()).hasSize(3);
        assertThat(data.triplets()).extracting("anchor", "positive", "negative")
                .containsExactly(tuple("a cat sleeps", "an animal sleeps", "a cat runs"));
        assertThat(data.pool()).extracting("text").containsExactly("a cat sleeps", "a cat naps", "the dog runs");
        assertThatThrownBy(() -> new TourSettings(english.output(), TINY, 1, corpus, null, null, true, english.hub()))
                .hasMessageContaining("give Chinese texts and scored pairs");
    }

    @Test
    void leavesOutWhatItHasNoDataFor() throws IOException {
        Path corpus = Files.writeString(folder.resolve("zh.txt"), "猫在垫子上睡觉。\n一只狗在公园里跑。\n今天下午下雨了。\n男人在弹吉他。\n".repeat(40));
        Path sts = Files.writeString(folder.resolve("zh.tsv"), "5\t猫在睡觉\t猫在垫子上睡觉\n1\t狗在跑\t男人在弹吉他\n0\t下雨了\t一只狗\n");
        TourSettings english = settings("zh", TINY);
        Told told = new Told();
        Tour tour = Tour.open(new TourSettings(english.output(), TINY, 1, corpus, sts, null, true, english.hub()), told);
        tour.run(List.of("one-hot", "infersent", "sbert", "simcse", "published"));
        assertThat(told.trained).containsExactly("one-hot", "glove", "bert-mean", "bert-cls", "bert-first-last", "simcse");
        assertThat(told.skipped).containsExactly("infersent", "sbert", "sbert", "sbert", "simcse", "published");
        assertThat(told.reasons.getLast()).as("a yardstick that reads Chinese").contains("bge-small-zh-v1.5");
        assertThat(Files.readString(tour.report())).contains("猫在睡觉").doesNotContain("SBERT");
    }
}
