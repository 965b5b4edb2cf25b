package dev.podnet.facts;

import java.util.Optional;

/**
 * One line of a file, and the fact it belongs to.
 *
 * @param number the line's number, from 1
 * @param kind the fact's
 * @param key the fact's
 * @param text what it says of the fact
 * @param about the comment above it; empty for none
 * @param peer the node it leads to
 */
public record Entry(
    int number, FactKind kind, String key, String text, String about, Optional<String> peer) {}
