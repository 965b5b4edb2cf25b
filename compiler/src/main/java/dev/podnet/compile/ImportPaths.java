package dev.podnet.compile;

import dev.podnet.diagnostics.CompilerCode;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.DidYouMean;
import dev.podnet.source.Located;
import dev.podnet.source.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the files that an {@code import} or {@code include} names: a path relative to the file it stands in, whose parts
 * may hold {@code *} and {@code ?}, or be {@code **} for any number of folders.
 */
final class ImportPaths {

  private final Boundary boundary;
  private final FolderWalk walk;
  private final Diagnostics diagnostics;

  ImportPaths(Boundary boundary, FolderWalk walk, Diagnostics diagnostics) {
    this.boundary = boundary;
    this.walk = walk;
    this.diagnostics = diagnostics;
  }

  /**
   * The files; a folder stands for every input in it.
   *
   * @param folder the folder of the file the statement stands in
   * @return empty when there is none, which is reported
   * @throws IOException when a folder cannot be read
   */
  List<Place> find(Place folder, Located<String> pattern) throws IOException {
    String text = pattern.value();
    Span span = pattern.span();
    if (text.contains("://")) {
      notFound(span, "podnet reads files, not addresses", "download it and import the file");
      return List.of();
    }
    boolean odd = text.chars().anyMatch(c -> c < ' ' || c == '\\');
    if (text.isBlank() || odd) {
      notFound(span, "this is no path", "write it with slashes, relative to this file");
      return List.of();
    }
    if (text.startsWith("/") || text.startsWith("~") || text.matches("[A-Za-z]:.*")) {
      outside(span, text, "a path here is relative to the file it stands in");
      return List.of();
    }
    Map<java.nio.file.Path, Place> found = new LinkedHashMap<>();
    String[] parts = text.split("/+");
    if (!expand(folder, parts, 0, span, text, found, 0)) {
      return List.of();
    }
    if (found.isEmpty()) {
      missing(folder, parts, span, text);
    }
    return List.copyOf(found.values());
  }

  /** Adds what the parts from one on lead to; false when that is outside, which ends the search. */
  private boolean expand(
      Place at,
      String[] parts,
      int index,
      Span span,
      String text,
      Map<java.nio.file.Path, Place> found,
      int depth)
      throws IOException {
    if (!inside(at, span, text)) {
      return false;
    }
    if (index == parts.length) {
      return add(at, span, text, found);
    }
    String part = parts[index];
    boolean folder = Files.isDirectory(at.path());
    if (part.isEmpty() || part.equals(".")) {
      return expand(at, parts, index + 1, span, text, found, depth);
    } else if (!folder) {
      return true;
    } else if (part.equals("**")) {
      return anyDepth(at, parts, index, span, text, found, depth);
    } else if (!Wildcard.isIn(part)) {
      Place next = at.resolve(part);
      if (boundary.mayAsk(next.path()) && !Files.exists(next.path())) {
        return true;
      }
      return expand(next, parts, index + 1, span, text, found, depth);
    }
    for (String name : walk.names(at)) {
      if (Wildcard.matches(part, name)
          && !expand(at.resolve(name), parts, index + 1, span, text, found, depth)) {
        return false;
      }
    }
    return true;
  }

  private boolean anyDepth(
      Place at,
      String[] parts,
      int index,
      Span span,
      String text,
      Map<java.nio.file.Path, Place> found,
      int depth)
      throws IOException {
    if (depth > Limits.DEPTH) {
      throw new FolderWalk.TooMuchException("folders more than " + Limits.DEPTH + " deep");
    }
    if (index + 1 == parts.length) {
      walk.inputs(at).forEach(p -> found.putIfAbsent(p.path(), p));
      return true;
    }
    if (!expand(at, parts, index + 1, span, text, found, depth)) {
      return false;
    }
    for (String name : walk.names(at)) {
      Place next = at.resolve(name);
      if (Files.isDirectory(next.path(), java.nio.file.LinkOption.NOFOLLOW_LINKS)
          && !anyDepth(next, parts, index, span, text, found, depth + 1)) {
        return false;
      }
    }
    return true;
  }

  private boolean add(Place at, Span span, String text, Map<java.nio.file.Path, Place> found)
      throws IOException {
    if (Files.isDirectory(at.path())) {
      walk.inputs(at).forEach(p -> found.putIfAbsent(p.path(), p));
    } else {
      boolean literal = !Wildcard.isIn(text);
      if (literal || InputKind.of(at.path()).isPresent()) {
        found.putIfAbsent(at.path(), at);
      }
    }
    return true;
  }

  private boolean inside(Place at, Span span, String text) throws IOException {
    if (boundary.mayAsk(at.path()) && boundary.holds(at.path())) {
      return true;
    }
    outside(span, text, at + " is outside of the folders of the inputs");
    return false;
  }

  private void outside(Span span, String text, String label) {
    Diagnostic.at(
            span,
            CompilerCode.IMPORT_OUTSIDE,
            "'" + text + "' leads out of the folders that podnet was asked to read")
        .label(label)
        .help("move the file below the spec, or name it (or its folder) on the command line")
        .to(diagnostics);
  }

  private void notFound(Span span, String message, String help) {
    Diagnostic.at(span, CompilerCode.IMPORT_NOT_FOUND, message).help(help).to(diagnostics);
  }

  /** Says which part is the first that leads nowhere, and what is there instead. */
  private void missing(Place folder, String[] parts, Span span, String text) throws IOException {
    Place at = folder;
    for (String part : parts) {
      if (Wildcard.isIn(part)) {
        break;
      }
      Place next = at.resolve(part);
      if (!Files.exists(next.path())) {
        List<String> near = new ArrayList<>(walk.names(at));
        String help = DidYouMean.among(part, near)
            .map(n -> "did you mean '" + n + "'?")
            .orElse("paths are relative to the folder of the file they stand in");
        notFound(span, "there is no '" + part + "' in " + at, help);
        return;
      }
      at = next;
    }
    notFound(
        span,
        "no file matches '" + text + "'",
        "* stands for part of a name, ** for any number of folders; " + at + " was looked through");
  }
}
