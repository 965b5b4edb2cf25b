package dev.podnet.cli;

import dev.podnet.graph.DrawingOptions;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/** The words that options take, for checking and completion. */
final class Words {

  private Words() {}

  /** Of {@code --format}. */
  static final class Formats implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of("text", "json", "github", "sarif").iterator();
    }
  }

  /** Of {@code --format} where changes are shown. */
  static final class Reviews implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of("text", "json", "markdown", "github", "sarif").iterator();
    }
  }

  /** Of {@code --color}. */
  static final class Colours implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of("auto", "always", "never").iterator();
    }
  }

  /** Of {@code --pods}. */
  static final class Pods implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of("netns", "none").iterator();
    }
  }

  /** Of {@code graph --format}. */
  static final class Drawings implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of("svg", "dot", "mermaid").iterator();
    }
  }

  /** Of {@code graph --show}. */
  static final class Layers implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(DrawingOptions.Layer.values())
          .map(DrawingOptions.Layer::word)
          .iterator();
    }
  }

  /** Of {@code --with}. */
  static final class Extras implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of("ansible").iterator();
    }
  }

  /** Of {@code completion}. */
  static final class Shells implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of("bash", "zsh", "fish").iterator();
    }
  }
}
