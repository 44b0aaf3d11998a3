package io.isotropy.nlp.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TokenizerTest {

    static Stream<Arguments> texts() {
        return Stream.of(
                Arguments.of("whitespace", " Don't\tstop,\u00A0me\u3000now ", List.of("Don't", "stop,", "me", "now")),
                Arguments.of("whitespace", "", List.of()),
                Arguments.of("words", "Don't stop me, in 1984!", List.of("don", "t", "stop", "me", "in", "1984")),
                Arguments.of("words", "Ελλάδα café naïve ПРИВЕТ\u0301", List.of("ελλάδα", "café", "naïve", "привет\u0301")),
                Arguments.of("words", "a\uD835\uDC00b 𝟘", List.of("a\uD835\uDC00b", "𝟘")),
                Arguments.of("words", "  --  ", List.of()),
                Arguments.of("cased-words", "In B2B", List.of("In", "B2B")),
                Arguments.of("words-without-numbers", "42 is B2B 2", List.of("is", "b2b")),
                Arguments.of("words-of-two", "I am a 7", List.of("am")),
                Arguments.of("characters-2", "ab  c", List.of("ab", "b ", " c")),
                Arguments.of("characters-1-2", "中国", List.of("中", "国", "中国")),
                Arguments.of("characters-3", "ab", List.of()),
                Arguments.of("chinese", "我来到北京清华大学,Java!", List.of("我", "来到", "北京", "清华大学", "java")));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void cutsTexts(String name, String text, List<String> tokens) {
        Tokenizer tokenizer = Tokenizer.byName(name);
        assertThat(tokenizer.tokens(text)).isEqualTo(tokens);
        assertThat(tokenizer.name()).isEqualTo(name);
    }

    @Test
    void namesWhatItKnows() {
        assertThatThrownBy(() -> Tokenizer.byName("characters-0")).hasMessageContaining("\"characters-0\" is none of those known: whitespace");
        assertThatThrownBy(() -> Tokenizer.byName("characters-3-2")).hasMessageContaining("got 3 to 2");
    }
}
