package io.isotropy.nlp.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SentencesTest {

    @Test
    void cutsAfterTheEndOfASentence() {
        assertThat(Sentences.of("It rains. The sun shines!  Does it? \"Yes.\" 42 days..."))
                .containsExactly("It rains.", "The sun shines!", "Does it?", "\"Yes.\"", "42 days...");
        assertThat(Sentences.of(" no end ")).containsExactly("no end");
        assertThat(Sentences.of("  ")).isEmpty();
    }

    @Test
    void knowsAbbreviationsAndNumbers() {
        assertThat(Sentences.of("Dr. J. R. Smith (b. 1950) paid 3.50 euros, e.g. Tuesday. "
                        + "He left the U.S. Army in Oct. 1990 etc. and so on. So did I. Then"))
                .containsExactly("Dr. J. R. Smith (b. 1950) paid 3.50 euros, e.g. Tuesday.",
                        "He left the U.S. Army in Oct. 1990 etc. and so on.", "So did I.", "Then");
    }

    @Test
    void cutsChineseWithoutSpaces() {
        assertThat(Sentences.of("他说：“你好！”我走了。再见")).containsExactly("他说：“你好！”", "我走了。", "再见");
    }
}
