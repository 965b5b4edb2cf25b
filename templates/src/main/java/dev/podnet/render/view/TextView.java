package dev.podnet.render.view;

import java.util.List;

/**
 * A file that is lines and no more.
 *
 * @param lines the lines
 */
public record TextView(List<String> lines) {}
