package dev.podnet.render.view;

/**
 * A few lines and what they are for.
 *
 * @param title the comment above them
 * @param lines the lines, made as they are asked for
 */
public record SectionView(String title, Iterable<String> lines) {}
