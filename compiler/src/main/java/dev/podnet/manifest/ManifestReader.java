package dev.podnet.manifest;

import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.ManifestCode;
import dev.podnet.source.SourceFile;
import dev.podnet.source.Span;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.TreeMap;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Reads Kubernetes manifests: YAML or JSON, any number of documents, document by document, keeping nothing but the
 * objects. Every finding has its place; no input makes it throw.
 */
public final class ManifestReader {

  /** After how many documents with broken YAML the rest of a file is left alone. */
  private static final int MAX_BROKEN = 20;

  private final SourceFile file;
  private final Positions positions;
  private final Reading reading;
  private final ObjectReader objects;
  private ObjectReader.Aside aside;

  private ManifestReader(SourceFile file) {
    this.file = file;
    this.positions = Positions.of(file.text());
    this.reading = new Reading(file, positions);
    this.objects = new ObjectReader(reading);
  }

  /**
   * Reads a file.
   *
   * @param file the text
   * @param diagnostics takes what is found
   * @return what is sound in it; nothing of a template
   */
  public static ManifestFile read(SourceFile file, Diagnostics diagnostics) {
    ManifestReader reader = new ManifestReader(file);
    reader.run();
    reader.reading.found().forEach(diagnostics::report);
    return reader.reading.isTemplate()
        ? new ManifestFile(file, List.of(), new TreeMap<>())
        : new ManifestFile(file, reader.objects.objects(), reader.objects.skipped());
  }

  private void run() {
    if (file.text().length() > StreamingComposer.MAX_CODE_POINTS) {
      reading
          .at(
              Span.ofFile(file),
              ManifestCode.LIMIT,
              "the file has more than " + StreamingComposer.MAX_CODE_POINTS + " characters")
          .help("split it")
          .report();
      return;
    }
    int from = 0;
    for (int broken = 0; from >= 0 && broken < MAX_BROKEN && !reading.isTemplate(); broken++) {
      from = documents(from);
    }
  }

  /** Reads documents from an offset of the text; gives the offset to go on at behind a broken one, or -1. */
  private int documents(int from) {
    String text = positions.text();
    reading.startAt(text.codePointCount(0, from));
    StreamReader stream = new StreamReader(from(text, from));
    int back;
    EventSource events = StreamingComposer.events(stream, text.length() - from);
    try (events) {
      StreamingComposer composer = new StreamingComposer(events, this::take);
      while (composer.checkNode() && !reading.isTemplate()) {
        Node root = composer.getNode();
        endList(root);
        objects.document(root);
      }
      return -1;
    } catch (MarkedYAMLException e) {
      keepList();
      YamlErrors.report(reading, e, events.index());
      back = e.getContextMark() != null
          ? e.getContextMark().getIndex()
          : e.getProblemMark() == null ? events.index() : e.getProblemMark().getIndex();
    } catch (ReaderException e) {
      keepList();
      YamlErrors.report(reading, e);
      back = e.getPosition();
    } catch (StackOverflowError e) {
      keepList();
      YamlErrors.tooDeep(reading, events.index());
      back = events.index();
    } catch (RuntimeException e) {
      keepList();
      YamlErrors.report(reading, e, events.index());
      back = events.index();
    }
    return nextDocument(from, back);
  }

  private static StringReader from(String text, int start) {
    StringReader reader = new StringReader(text);
    try {
      long skipped = reader.skip(start);
      if (skipped != start) {
        throw new IllegalStateException("a text ends before its offset " + start);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a string cannot be read", e);
    }
    return reader;
  }

  /** The offset of the first {@code ---} behind a code point that counts from another offset, or -1. */
  private int nextDocument(int from, int codePoints) {
    String text = positions.text();
    int left = text.codePointCount(from, text.length());
    int at = text.offsetByCodePoints(from, Math.min(codePoints, left));
    int found = text.indexOf("\n---", Math.max(at - 1, from));
    while (found >= 0) {
      int end = found + 4;
      if (end == text.length() || text.charAt(end) <= ' ') {
        return found + 1;
      }
      found = text.indexOf("\n---", end);
    }
    return -1;
  }

  /** Takes an item of a list {@code items} at once, if the item says what it is. */
  private boolean take(Node item) {
    if (!(item instanceof MappingNode mapping) || !Identity.of(item).isComplete()) {
      return false;
    }
    if (aside == null) {
      aside = objects.begin();
    }
    objects.object(mapping, Identity.NONE, 1);
    return true;
  }

  /** Keeps the items taken if the document they stood in is a List. */
  private void endList(Node root) {
    if (aside != null) {
      objects.end(aside, Identity.of(root).isList());
      aside = null;
    }
  }

  private void keepList() {
    if (aside != null) {
      objects.end(aside, true);
      aside = null;
    }
  }
}
