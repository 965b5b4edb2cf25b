package dev.podnet.render.view;

import java.util.List;

/**
 * One table of an iptables-restore file.
 *
 * @param name such as {@code nat}
 * @param chains the names of the own chains, sorted
 * @param hooks the jumps into them, as {@code -I …} lines
 * @param rules the rules, chain by chain, as {@code -A …} lines, made as they are asked for
 */
public record TableView(
    String name, List<String> chains, List<String> hooks, Iterable<String> rules) {}
