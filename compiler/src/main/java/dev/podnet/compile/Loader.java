package dev.podnet.compile;

import dev.podnet.diagnostics.CompilerCode;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.DidYouMean;
import dev.podnet.manifest.ManifestFile;
import dev.podnet.source.Failures;
import dev.podnet.source.Located;
import dev.podnet.source.SourceFile;
import dev.podnet.source.Span;
import dev.podnet.syntax.SpecFile;
import dev.podnet.syntax.Statement;
import dev.podnet.work.Parallel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;

/** Reads what the user named, and what that includes and imports. */
final class Loader {

  private final Diagnostics diagnostics;
  private final BiFunction<SourceFile, Diagnostics, SpecFile> specs;
  private final BiFunction<SourceFile, Diagnostics, ManifestFile> manifests;
  private final TextReader texts;
  private final List<Loaded.Spec> readSpecs = new ArrayList<>();
  private final List<Loaded.Manifest> readManifests = new ArrayList<>();
  private final Set<Path> done = new HashSet<>();
  private final Map<Path, Span> including = new LinkedHashMap<>();
  private boolean unreadable;
  private Boundary boundary;
  private FolderWalk walk;

  /**
   * Makes one, for one use.
   *
   * @param specs reads podnet source
   * @param manifests reads Kubernetes manifests
   */
  Loader(
      Diagnostics diagnostics,
      BiFunction<SourceFile, Diagnostics, SpecFile> specs,
      BiFunction<SourceFile, Diagnostics, ManifestFile> manifests) {
    this.diagnostics = diagnostics;
    this.specs = specs;
    this.manifests = manifests;
    this.texts = new TextReader(diagnostics);
  }

  /**
   * Reads it all.
   *
   * @param workingFolder absolute; what relative inputs are relative to
   * @param inputs files and folders as the user gave them
   */
  Loaded load(Path workingFolder, List<String> inputs) {
    List<Place> given = new ArrayList<>();
    for (String input : inputs) {
      existing(workingFolder, input).ifPresent(given::add);
    }
    if (!given.isEmpty()) {
      try {
        boundary = new Boundary(given.stream()
            .map(p -> Files.isDirectory(p.path()) ? p.path() : p.path().getParent())
            .toList());
        walk = new FolderWalk(boundary);
        given.sort(Comparator.comparing(p -> name(p.path())));
        given.forEach(this::input);
      } catch (IOException e) {
        unreadable(Optional.empty(), given.get(0), e);
      }
    }
    readSpecs.sort(Comparator.comparing(s -> s.file().name()));
    readManifests.sort(Comparator.comparing(m -> m.file().name()));
    return new Loaded(
        readSpecs,
        readManifests,
        walk == null ? List.of() : List.copyOf(walk.looked()),
        unreadable);
  }

  private Optional<Place> existing(Path workingFolder, String input) {
    Place place;
    try {
      place = Place.given(workingFolder, input);
    } catch (InvalidPathException e) {
      Diagnostic.of(CompilerCode.INPUT_NOT_THERE, "'" + input + "' is no path").to(diagnostics);
      unreadable = true;
      return Optional.empty();
    }
    if (Files.exists(place.path())) {
      return Optional.of(place);
    }
    unreadable = true;
    Diagnostic.Builder finding =
        Diagnostic.of(CompilerCode.INPUT_NOT_THERE, "there is no file or folder " + place);
    near(place.path()).ifPresent(n -> finding.help("did you mean '" + n + "'?"));
    finding.to(diagnostics);
    return Optional.empty();
  }

  private static Optional<String> near(Path missing) {
    Path name = missing.getFileName();
    if (name == null || !Files.isDirectory(missing.getParent())) {
      return Optional.empty();
    }
    try (var entries = Files.list(missing.getParent())) {
      List<String> names = entries.map(p -> p.getFileName().toString()).toList();
      return DidYouMean.among(name.toString(), names);
    } catch (IOException e) {
      // Only a suggestion is lost: what is missing is reported all the same.
      return Optional.empty();
    }
  }

  private String name(Path file) {
    return boundary.common().relativize(file).toString().replace('\\', '/');
  }

  private void input(Place place) {
    if (!Files.isDirectory(place.path())) {
      read(place, Optional.empty());
      return;
    }
    try {
      List<Place> found = walk.inputs(place);
      if (found.isEmpty()) {
        Diagnostic.of(CompilerCode.NO_INPUT, "there is nothing to compile in " + place)
            .help("an input is a .podnet, .yaml, .yml or .json file; hidden files do not count")
            .to(diagnostics);
      }
      for (Place file : found) {
        readInside(file, Optional.empty());
      }
    } catch (IOException e) {
      unreadable(Optional.empty(), place, e);
    }
  }

  /** Reads a file that was found, not named: it must not be a link that leads elsewhere. */
  private void readInside(Place place, Optional<Span> origin) throws IOException {
    if (boundary.holds(place.path())) {
      read(place, origin);
    } else {
      finding(origin, CompilerCode.IMPORT_OUTSIDE, place + " is a link that leads elsewhere")
          .help("name the file itself on the command line")
          .to(diagnostics);
    }
  }

  private void read(Place place, Optional<Span> origin) {
    Optional<InputKind> kind = InputKind.of(place.path());
    try {
      if (!Files.isRegularFile(place.path())) {
        throw new IOException("it is no regular file");
      } else if (kind.isEmpty()) {
        finding(origin, CompilerCode.UNKNOWN_KIND, "podnet cannot tell what " + place + " holds")
            .help("give it a name that ends in .podnet, .yaml, .yml or .json")
            .to(diagnostics);
        return;
      }
      Path real = place.path().toRealPath();
      if (including.containsKey(real)) {
        cycle(place, real, origin);
      } else if (done.add(real)) {
        Optional<TextReader.Text> text = texts.read(place, origin);
        if (text.isPresent()) {
          parse(place, real, kind.get(), text.get(), origin);
        }
      }
    } catch (IOException e) {
      unreadable(origin, place, e);
    }
  }

  private void parse(
      Place place, Path real, InputKind kind, TextReader.Text text, Optional<Span> origin) {
    if (kind == InputKind.MANIFEST) {
      manifest(place, text);
      return;
    }
    InputFile file = new InputFile(place.path(), name(place.path()), text.sha256());
    SpecFile spec = specs.apply(text.source(), diagnostics);
    readSpecs.add(new Loaded.Spec(file, spec));
    if (including.size() >= Limits.DEPTH) {
      finding(origin, CompilerCode.TOO_LARGE, "includes more than " + Limits.DEPTH + " deep")
          .to(diagnostics);
      return;
    }
    including.put(real, origin.orElse(Span.ofFile(text.source())));
    for (Statement statement : spec.statements()) {
      if (statement instanceof Statement.ImportDecl d) {
        follow(place.folder(), d.pattern(), InputKind.MANIFEST);
      } else if (statement instanceof Statement.IncludeDecl d) {
        follow(place.folder(), d.path(), InputKind.SPEC);
      }
    }
    including.remove(real);
  }

  private void manifest(Place place, TextReader.Text text) {
    AtomicReference<String> sha256 = new AtomicReference<>();
    AtomicReference<ManifestFile> content = new AtomicReference<>();
    Runnable read = () -> content.set(manifests.apply(text.source(), diagnostics));
    Runnable digest = () -> sha256.set(text.sha256());
    if (text.isLong()) {
      Parallel.both(read, digest);
    } else {
      read.run();
      digest.run();
    }
    InputFile file = new InputFile(place.path(), name(place.path()), sha256.get());
    readManifests.add(new Loaded.Manifest(file, content.get()));
  }

  private void follow(Place folder, Located<String> pattern, InputKind wanted) {
    Optional<Span> span = Optional.of(pattern.span());
    try {
      List<Place> found = new ImportPaths(boundary, walk, diagnostics).find(folder, pattern);
      for (Place place : found) {
        Optional<InputKind> kind = InputKind.of(place.path());
        if (kind.isPresent() && kind.get() != wanted) {
          mixedUp(place, pattern.span(), wanted);
        } else {
          readInside(place, span);
        }
      }
    } catch (IOException e) {
      unreadable(span, folder, e);
    }
  }

  private void mixedUp(Place place, Span span, InputKind wanted) {
    boolean manifest = wanted == InputKind.MANIFEST;
    finding(
            Optional.of(span),
            CompilerCode.IMPORT_KIND,
            place + (manifest ? " is podnet source" : " is no podnet source"))
        .label(manifest ? "import reads Kubernetes manifests" : "include reads podnet source")
        .help(manifest ? "write include for it" : "write import for Kubernetes manifests")
        .to(diagnostics);
  }

  private void cycle(Place place, Path real, Optional<Span> origin) {
    List<Path> chain = new ArrayList<>(including.keySet());
    int from = chain.indexOf(real);
    Diagnostic.Builder finding = finding(
            origin, CompilerCode.INCLUDE_CYCLE, place + " includes itself")
        .label(from == chain.size() - 1 ? "this file" : "back to where it began")
        .help("leave one of these statements out: a file is read once, whoever names it");
    for (Path path : chain.subList(from + 1, chain.size())) {
      finding.related(including.get(path), "by way of this");
    }
    finding.to(diagnostics);
  }

  private void unreadable(Optional<Span> origin, Place place, IOException failure) {
    if (failure instanceof FolderWalk.TooMuchException) {
      finding(origin, CompilerCode.TOO_LARGE, place + " has " + failure.getMessage())
          .help("name the folder of the cluster")
          .to(diagnostics);
      return;
    }
    unreadable = true;
    unreadable(origin, place, failure, diagnostics);
  }

  /** Reports a file or folder that cannot be read. */
  static void unreadable(
      Optional<Span> origin, Place place, IOException failure, Diagnostics diagnostics) {
    finding(
            origin,
            CompilerCode.UNREADABLE,
            "cannot read " + place + ": " + Failures.reason(failure))
        .to(diagnostics);
  }

  private static Diagnostic.Builder finding(
      Optional<Span> origin, CompilerCode code, String message) {
    return origin
        .map(span -> Diagnostic.at(span, code, message))
        .orElseGet(() -> Diagnostic.of(code, message));
  }
}
