package dev.podnet.diagnostics;

import dev.podnet.source.Span;

/**
 * A place and what is to be said about it.
 *
 * @param span the place
 * @param text a few words shown beside the caret; may be empty
 */
public record Label(Span span, String text) {}
