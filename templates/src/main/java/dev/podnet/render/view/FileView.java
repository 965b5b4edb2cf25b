package dev.podnet.render.view;

import java.util.List;

/**
 * A file made of sections.
 *
 * @param title what it is for, with the file's name at the start
 * @param sections its sections in order
 */
public record FileView(String title, List<SectionView> sections) {}
