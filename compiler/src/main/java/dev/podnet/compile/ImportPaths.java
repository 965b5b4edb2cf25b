package dev.podnet.compile;

import dev.podnet.diagnostics.CompilerCode;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.DidYouMean;
import dev.podnet.source.Located;
import dev.podnet.source.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
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
    Search search = new Search(text.split("/+"), span, text);
    if (!search.from(folder, 0, 0)) {
      return List.of();
    }
    if (search.found.isEmpty()) {
      missing(folder, search.parts, span, text);
    }
    return List.copyOf(search.found.values());
  }

  /** One walk along the parts of a path. Each step answers false when it leads outside, which ends the search. */
  private final class Search {
    private final String[] parts;
    private final Span span;
    private final String text;
    private final Map<Path, Place> found = new LinkedHashMap<>();

    Search(String[] parts, Span span, String text) {
      this.parts = parts;
      this.span = span;
      this.text = text;
    }

    /** Adds what the parts from one on lead to; depth counts the folders that {@code **} has gone down. */
    boolean from(Place at, int part, int depth) throws IOException {
      int index = part;
      Place place = at;
      while (index < parts.length && !Wildcard.isIn(parts[index])) {
        place = place.resolve(parts[index++]);
      }
      boolean there = boundary.mayAsk(place.path()) && Files.exists(place.path());
      if (!boundary.mayAsk(place.path()) || there && !boundary.holds(place.path())) {
        outside(span, text, place + " is outside of the folders of the inputs");
        return false;
      }
      if (!there) {
        walk.missing(place.path());
        return true;
      } else if (index == parts.length) {
        return end(place);
      } else if (!Files.isDirectory(place.path())) {
        return true;
      }
      return parts[index].equals("**")
          ? anyDepth(place, index, depth)
          : matching(place, index, depth);
    }

    private boolean end(Place place) throws IOException {
      if (Files.isDirectory(place.path())) {
        walk.inputs(place).forEach(p -> found.putIfAbsent(p.path(), p));
      } else if (!Wildcard.isIn(text) || InputKind.of(place.path()).isPresent()) {
        found.putIfAbsent(place.path(), place);
      }
      return true;
    }

    private boolean matching(Place place, int index, int depth) throws IOException {
      for (String name : walk.names(place)) {
        if (Wildcard.matches(parts[index], name) && !from(place.resolve(name), index + 1, depth)) {
          return false;
        }
      }
      return true;
    }

    private boolean anyDepth(Place place, int index, int depth) throws IOException {
      if (depth > Limits.DEPTH) {
        throw new FolderWalk.TooMuchException("folders more than " + Limits.DEPTH + " deep");
      }
      if (index + 1 == parts.length) {
        return end(place);
      }
      if (!from(place, index + 1, depth)) {
        return false;
      }
      for (String name : walk.names(place)) {
        Place next = place.resolve(name);
        if (Files.isDirectory(next.path(), LinkOption.NOFOLLOW_LINKS)
            && !anyDepth(next, index, depth + 1)) {
          return false;
        }
      }
      return true;
    }
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
      if (boundary.mayAsk(next.path()) && !Files.exists(next.path())) {
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
