package dev.podnet.syntax;

import dev.podnet.source.Located;
import dev.podnet.source.Span;

/** {@code key=value}. */
public record LabelPair(Span span, Located<String> key, Located<String> value) {}
