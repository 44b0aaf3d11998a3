package io.isotropy.nlp.text;

import java.util.OptionalInt;

/** The ids of the tokens with a role; only the unknown token is always there. */
public record SpecialTokens(int unk, OptionalInt cls, OptionalInt sep, OptionalInt pad, OptionalInt mask) {}
