package dev.podnet.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.cli.Environment;
import dev.podnet.cli.Main;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The playbooks of an output, run by Ansible against namespaces. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("the small machine") // beside the others, and not beside what keeps a processor busy
class AnsibleTest {

  private static final String SPEC = """
      cluster play { backend vxlan }
      node n1 { address 192.168.1.11 dev eth0 }
      node n2 { address 192.168.1.12 dev eth0 }
      namespace default {
        pods web 2 { labels app=web; container c { port http 8080 } }
        service web { selector app=web; port http 80 -> http }
      }
      """;

  @TempDir
  Path base;

  @BeforeAll
  static void needs() {
    Needs.root("unshare", "nsenter", "ip", "iptables", "ansible-playbook", "python3", "tar");
  }

  @Test
  void hostsAreBroughtToWhatTheSpecSaysOneAfterTheOther() throws Exception {
    Files.writeString(base.resolve("spec.podnet"), SPEC);
    compile("out");
    compile("other", "--set", "cluster.backend=udp");
    try (InputStream script = AnsibleTest.class.getResourceAsStream("ansible.sh")) {
      Files.write(base.resolve("ansible.sh"), script.readAllBytes());
    }
    Process run = new ProcessBuilder("unshare", "--net", "--mount", "bash", "ansible.sh")
        .directory(base.toFile())
        .redirectErrorStream(true)
        .start();
    String said = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(run.waitFor()).as(said).isZero();
    assertThat(said).contains("holds: nor are its files");
  }

  private void compile(String out, String... more) {
    String[] arguments = new String[more.length + 6];
    System.arraycopy(
        new String[] {"compile", "spec.podnet", "-o", out, "--with", "ansible"},
        0,
        arguments,
        0,
        6);
    System.arraycopy(more, 0, arguments, 6, more.length);
    PrintStream said =
        new PrintStream(new java.io.ByteArrayOutputStream(), false, StandardCharsets.UTF_8);
    Environment environment = new Environment(
        base, Map.of(), new ByteArrayInputStream(new byte[0]), said, said, false, false);
    assertThat(Main.run(environment, arguments)).isZero();
  }
}
