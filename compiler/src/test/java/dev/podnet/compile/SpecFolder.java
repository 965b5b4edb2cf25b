package dev.podnet.compile;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.SettingCode;
import dev.podnet.planning.Backends;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A folder of inputs for a test. */
final class SpecFolder {

  static final String CLUSTER = "cluster shop { wiring none; fabric none; proxyMode none }\n";

  private final Path folder;

  SpecFolder(Path folder) {
    this.folder = folder;
  }

  Path path(String name) {
    return folder.resolve(name);
  }

  SpecFolder with(String name, String text) throws IOException {
    return with(name, text.getBytes(StandardCharsets.UTF_8));
  }

  SpecFolder with(String name, byte[] bytes) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
    return this;
  }

  Compilation check(String... inputs) {
    return new Compiler(Backends.of(List.of())).check(CompileOptions.of(folder, inputs));
  }

  /** The findings of the loader, as {@code PN9010 shop.podnet:2:8 message}. */
  List<String> findings(String... inputs) {
    return texts(check(inputs)).stream().filter(t -> t.startsWith("PN9")).toList();
  }

  /** All findings, but that there are no backends in these tests. */
  static List<String> texts(Compilation compilation) {
    return compilation.diagnostics().stream()
        .filter(d -> d.code() != SettingCode.BACKEND_NOT_THERE)
        .map(d -> d.code().id() + " " + place(d) + d.message())
        .toList();
  }

  private static String place(Diagnostic diagnostic) {
    return diagnostic.primary().map(p -> p.span() + " ").orElse("");
  }

  static List<String> names(Compilation compilation) {
    return compilation.inputs().stream().map(InputFile::name).toList();
  }
}
