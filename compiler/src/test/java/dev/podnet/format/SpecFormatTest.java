package dev.podnet.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SpecFormatTest {

  private static String format(String text) {
    Diagnostics diagnostics = new Diagnostics();
    String laidOut = SpecFormat.format(new SourceFile("t.podnet", text), diagnostics)
        .orElseThrow(() -> new AssertionError(diagnostics.sorted() + "\n" + text));
    assertThat(diagnostics.sorted()).isEmpty();
    return laidOut;
  }

  @Test
  void everyLineIsSetInByItsLevelAndWordsByOneSpace() {
    assertThat(format("""
        namespace   default {
        pods web 4 on n1 ,n2{
              labels app=web\ttier=front; hostname h
            container nginx {port http 80  hostPort 8080}
         }
        }
        """)).isEqualTo("""
        namespace default {
          pods web 4 on n1, n2 {
            labels app=web tier=front
            hostname h
            container nginx { port http 80 hostPort 8080 }
          }
        }
        """);
  }

  @Test
  void theValuesOfAClusterStandInOneColumnUntilAGap() {
    assertThat(format("""
        cluster c {
          mtu 1400
          podCIDR 10.0.0.0/16
          serviceCIDR 10.96.0.0/16
          # below
          backend vxlan { vni 2; port 4789 }
          dns coredns {
            ttl 5s
          }
          masquerade off
        }
        """)).isEqualTo("""
        cluster c {
          mtu         1400
          podCIDR     10.0.0.0/16
          serviceCIDR 10.96.0.0/16
          # below
          backend vxlan { vni 2; port 4789 }
          dns coredns {
            ttl 5s
          }
          masquerade off
        }
        """);
  }

  @Test
  void commentsStayWithTheirStatementsAndStandInOneColumn() {
    assertThat(format("""
        # top


        # two

        node n1 { address 192.168.1.11 }# first
        node node-2 { address 192.168.1.12; }     #second
        namespace default {# opens

          # inside
          pod a # an a
          pod b; # a b

          # last

        } # closes
        # end
        """)).isEqualTo("""
        # top

        # two

        node n1 { address 192.168.1.11 }      # first
        node node-2 { address 192.168.1.12 }  #second
        namespace default {                   # opens
          # inside
          pod a  # an a
          pod b  # a b

          # last
        }  # closes
        # end
        """);
  }

  @Test
  void aListGoesOnWhereItsWriterBrokeIt() {
    assertThat(format("""
        namespace default {
          service a {
            endpoints 10.0.0.1,   10.0.0.2 ,  # two
                # and

                10.0.0.3,
              10.0.0.4
            port 80
          }
        }
        """)).isEqualTo("""
        namespace default {
          service a {
            endpoints 10.0.0.1, 10.0.0.2,  # two
                # and
                10.0.0.3,
                10.0.0.4
            port 80
          }
        }
        """);
  }

  @Test
  void aBlockStaysOnItsLineWhileItFits() {
    String labels = "labels a=" + "x".repeat(30);
    String small = "node n1 { address 192.168.1.11 dev eth0; " + labels + " }\n";
    assertThat(format(small)).isEqualTo(small);
    assertThat(format(
            "node n1 { address 192.168.1.11 dev eth0; " + labels + "; externalIP 203.0.113.7 }\n"))
        .isEqualTo("node n1 {\n  address 192.168.1.11 dev eth0\n  " + labels
            + "\n  externalIP 203.0.113.7\n}\n");
    assertThat(format("namespace a {\n\n}\n")).isEqualTo("namespace a {}\n");
  }

  @Test
  void aBlockOfAClusterThatDoesNotFitStandsInNoColumn() {
    String servers = String.join(", ", java.util.Collections.nCopies(6, "192.168.100.100"));
    String laidOut = format(
        "cluster c {\n  serviceCIDR 10.96.0.0/16\n  dns coredns { forward " + servers + " }\n}\n");
    assertThat(laidOut)
        .isEqualTo("cluster c {\n  serviceCIDR 10.96.0.0/16\n  dns coredns {\n    forward "
            + servers + "\n  }\n}\n");
    assertThat(format(laidOut)).isEqualTo(laidOut);
  }

  @Test
  void lineEndsOfOtherSystemsAreTakenAndAFileEndsWithOne() {
    assertThat(
            format("node n1 { address 192.168.1.11 }\r\n\r\n\r\nnode n2 { address 192.168.1.12 }"))
        .isEqualTo("node n1 { address 192.168.1.11 }\n\nnode n2 { address 192.168.1.12 }\n");
    assertThat(format("")).isEmpty();
    assertThat(format("\n \n")).isEmpty();
  }

  @Test
  void aSyntaxErrorIsReportedAndNothingLaidOut() {
    Diagnostics diagnostics = new Diagnostics();
    assertThat(SpecFormat.format(new SourceFile("t.podnet", "nod n1 {"), diagnostics))
        .isEmpty();
    assertThat(diagnostics.hasErrors()).isTrue();
  }

  @Test
  void whateverTheSpacesTheLayoutIsTheSame() throws IOException {
    long seed = 20_261_120;
    Random random = new Random(seed);
    List<String> specs = specs();
    assertThat(specs).hasSizeGreaterThan(2);
    for (String spec : specs) {
      String laidOut = format(spec);
      assertThat(format(laidOut)).isEqualTo(laidOut);
      for (int i = 0; i < 50; i++) {
        String mangled = mangled(laidOut, random);
        assertThat(format(mangled)).as("seed %d, from:%n%s", seed, mangled).isEqualTo(laidOut);
      }
    }
  }

  /** Other spaces, tabs, line ends and blank lines where they mean nothing. */
  private static String mangled(String text, Random random) {
    StringBuilder mangled = new StringBuilder();
    boolean comment = false;
    boolean string = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      string ^= c == '"' && !comment;
      comment |= c == '#' && !string;
      if (c == '\n') {
        comment = false;
        mangled
            .append(" ".repeat(random.nextInt(3)))
            .append(random.nextInt(4) == 0 ? "\r\n" : "\n");
        boolean gap = text.startsWith("\n\n", i);
        mangled
            .append(gap ? "\n".repeat(random.nextInt(3)) : "")
            .append("\t".repeat(random.nextInt(2)));
      } else if (c == ' ' && !comment && !string) {
        mangled.append(" \t ".repeat(1 + random.nextInt(2)));
      } else if ((c == '{' || c == '}' || c == ',' || c == ';') && !comment && !string) {
        mangled
            .append(" ".repeat(random.nextInt(2)))
            .append(c)
            .append(" ".repeat(random.nextInt(2)));
      } else {
        mangled.append(c);
      }
    }
    return mangled.toString();
  }

  private static List<String> specs() throws IOException {
    List<String> specs = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of("../examples"))) {
      for (Path file :
          files.filter(f -> f.toString().endsWith(".podnet")).sorted().toList()) {
        specs.add(Files.readString(file));
      }
    }
    return specs;
  }
}
