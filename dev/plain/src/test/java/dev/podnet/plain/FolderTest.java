package dev.podnet.plain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Rewrites the classes of {@link Sample}. */
class FolderTest {
  @TempDir
  private Path folder;

  @BeforeEach
  void copy() throws IOException {
    Path compiled = Path.of("target/test-classes/dev/podnet/plain");
    Path copies = Files.createDirectories(folder.resolve("dev/podnet/plain"));
    try (Stream<Path> files = Files.list(compiled)) {
      for (Path file :
          files.filter(f -> f.getFileName().toString().startsWith("Sample")).toList()) {
        Files.copy(file, copies.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  @Test
  void whatIsRewrittenDoesTheSame() throws Exception {
    List<String> before = new Sample().call();
    new Folder(folder).rewrite();
    URL[] here = {folder.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(here, ClassLoader.getPlatformClassLoader())) {
      Class<?> rewritten = loader.loadClass(Sample.class.getName());
      Callable<?> sample = (Callable<?>) rewritten.getConstructor().newInstance();
      assertThat(rewritten).isNotEqualTo(Sample.class);
      assertThat(sample.call()).isEqualTo(before);
      for (String name : contents().keySet()) {
        // Each passes the verifier, also where nothing called it.
        Class.forName("dev.podnet.plain." + name.replace(".class", ""), true, loader);
      }
    }
  }

  @Test
  void nothingIsLeftToLink() throws IOException {
    assertThat(linked()).isNotEmpty();
    new Folder(folder).rewrite();
    assertThat(linked()).isEmpty();
  }

  @Test
  void theSecondTimeNothingChanges() throws IOException {
    new Folder(folder).rewrite();
    Map<String, String> once = contents();
    new Folder(folder).rewrite();
    assertThat(contents()).isEqualTo(once);
  }

  @Test
  void classesOfAnEarlierCompileGo() throws IOException {
    new Folder(folder).rewrite();
    Map<String, String> once = contents();
    Path first = folder.resolve("dev/podnet/plain/Sample$$Plain$0.class");
    int next = (int)
        once.keySet().stream().filter(name -> name.startsWith("Sample$$Plain$")).count();
    Files.copy(first, folder.resolve("dev/podnet/plain/Sample$$Plain$" + next + ".class"));
    copy();
    new Folder(folder).rewrite();
    assertThat(contents().keySet()).isEqualTo(once.keySet());
    assertThat(nestMembers()).containsAll(plain(once));
  }

  private static List<String> plain(Map<String, String> files) {
    return files.keySet().stream()
        .filter(name -> name.contains(Folder.MARK))
        .map(name -> "dev/podnet/plain/" + name.replace(".class", ""))
        .toList();
  }

  private List<String> nestMembers() throws IOException {
    List<String> found = new ArrayList<>();
    byte[] host = Files.readAllBytes(folder.resolve("dev/podnet/plain/Sample.class"));
    new ClassReader(host)
        .accept(
            new ClassVisitor(Opcodes.ASM9) {
              @Override
              public void visitNestMember(String member) {
                found.add(member);
              }
            },
            0);
    return found;
  }

  private Map<String, String> contents() throws IOException {
    Map<String, String> all = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder.resolve("dev/podnet/plain"))) {
      for (Path file : files.toList()) {
        all.put(
            file.getFileName().toString(),
            new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1));
      }
    }
    return all;
  }

  /** Places that are linked at their first use. */
  private List<String> linked() throws IOException {
    List<String> found = new ArrayList<>();
    for (String name : contents().keySet()) {
      byte[] bytes = Files.readAllBytes(folder.resolve("dev/podnet/plain/" + name));
      new ClassReader(bytes)
          .accept(
              new ClassVisitor(Opcodes.ASM9) {
                @Override
                public MethodVisitor visitMethod(
                    int access, String method, String type, String signature, String[] thrown) {
                  return new MethodVisitor(Opcodes.ASM9) {
                    @Override
                    public void visitInvokeDynamicInsn(
                        String called, String type, Handle bootstrap, Object... arguments) {
                      found.add(name + " " + method + " " + bootstrap);
                    }
                  };
                }
              },
              0);
    }
    return found;
  }
}
