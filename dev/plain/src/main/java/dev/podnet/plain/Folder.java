package dev.podnet.plain;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/** A folder of compiled classes. */
final class Folder {
  /** Between the name of a class and the number of a lambda in it. */
  static final String MARK = "$$Plain$";

  private final Path root;
  /** The classes to be written, by their internal names (JVMS 4.2.1). */
  private final SortedMap<String, byte[]> changed = new TreeMap<>();
  /** New members of nests (JVMS 4.7.29), by their hosts. */
  private final SortedMap<String, List<String>> members = new TreeMap<>();

  Folder(Path root) {
    this.root = root;
  }

  void rewrite() throws IOException {
    List<String> names;
    try (Stream<Path> files = Files.walk(root)) {
      names = files
          .map(file -> root.relativize(file).toString())
          .filter(name -> name.endsWith(".class") && !name.contains(MARK))
          .map(name -> name.substring(0, name.length() - ".class".length()))
          .sorted()
          .toList();
    }
    for (String name : names) {
      rewrite(name, Files.readAllBytes(file(name)));
    }
    for (Map.Entry<String, List<String>> host : members.entrySet()) {
      byte[] bytes = changed.get(host.getKey());
      changed.put(
          host.getKey(),
          withMembers(
              bytes != null ? bytes : Files.readAllBytes(file(host.getKey())), host.getValue()));
    }
    for (Map.Entry<String, byte[]> one : changed.entrySet()) {
      Files.write(file(one.getKey()), one.getValue());
    }
  }

  private Path file(String name) {
    return root.resolve(name + ".class");
  }

  private void rewrite(String name, byte[] bytes) throws IOException {
    ClassReader reader = new ClassReader(bytes);
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    Rewriter rewriter = new Rewriter(writer);
    reader.accept(rewriter, 0);
    if (!rewriter.changed()) {
      return;
    }
    removeOld(name);
    changed.put(name, writer.toByteArray());
    changed.putAll(rewriter.made());
    if (!rewriter.made().isEmpty()) {
      members
          .computeIfAbsent(rewriter.host(), host -> new ArrayList<>())
          .addAll(rewriter.made().keySet());
    }
  }

  /** Those of an earlier compile, of which there may have been more. */
  private void removeOld(String name) throws IOException {
    for (int i = 0; Files.deleteIfExists(file(name + MARK + i)); i++) {
      // until there is none
    }
  }

  private static byte[] withMembers(byte[] host, List<String> members) {
    ClassWriter writer = new ClassWriter(0);
    new ClassReader(host)
        .accept(
            new ClassVisitor(Opcodes.ASM9, writer) {
              private final List<String> left = new ArrayList<>(members);

              @Override
              public void visitNestMember(String member) {
                super.visitNestMember(member);
                left.remove(member);
              }

              @Override
              public void visitEnd() {
                left.forEach(super::visitNestMember);
                super.visitEnd();
              }
            },
            0);
    return writer.toByteArray();
  }
}
