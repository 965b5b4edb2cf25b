package dev.podnet.backends.coredns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.backends.testing.Spec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The objects and questions that CoreDNS tests its plugin {@code kubernetes} with (plugin/kubernetes/handler_test.go), but
 * for a few addresses that podnet wants in one range, and some more of the kind.
 */
class HandlerCasesTest {

  private static final String BELOW = ".testns.svc.cluster.local.";

  @Test
  void everyCaseIsAnsweredAsThere() throws IOException {
    String[] parts;
    try (InputStream in = HandlerCasesTest.class.getResourceAsStream("handler.txt")) {
      parts = new String(in.readAllBytes(), StandardCharsets.UTF_8).split("(?m)^=+\n");
    }
    FilePlugin server = new FilePlugin(new Spec(parts[0]).manifest(parts[1]).plan());
    List<String> wrong = new ArrayList<>();
    int asked = 0;
    for (String line : parts[2].lines().toList()) {
      String[] sides = line.split("=>");
      String[] question = sides[0].trim().split(" +");
      String name = question[1].endsWith(".") ? question[1] : question[1] + BELOW;
      Reply reply = server.ask(question[0], name);
      String got = said(reply, name.toLowerCase(java.util.Locale.ROOT));
      asked++;
      if (!got.equals(sides[1].trim())) {
        wrong.add(line + "\n   and not " + got);
      }
      boolean denied = reply.data().isEmpty();
      if (!denied && question[0].equals("NS")) {
        continue;
      }
      if (reply.authority().size() != 1
          || !reply
              .authority()
              .first()
              .contains(denied ? " 5 SOA ns.dns.cluster.local. " : " 5 NS ")) {
        wrong.add(line + "\n   authority " + reply.authority());
      }
    }
    assertThat(wrong).as("%s of %s", wrong.size(), asked).isEmpty();
    assertThat(asked).isGreaterThan(60);
  }

  /** In few words: data of the answer, and behind a semicolon what is additional. */
  private static String said(Reply reply, String name) {
    if (reply.data().isEmpty()) {
      return reply.code().equals("NOERROR") ? "NODATA" : reply.code();
    }
    String additional = texts(reply.additional(), "");
    return texts(reply.data(), name) + (additional.isEmpty() ? "" : " ; " + additional);
  }

  /** Without the name asked for, its type, and the namespace. */
  private static String texts(SortedSet<String> records, String name) {
    return records.stream()
        .map(r -> r.replaceFirst(" (5|28800) ", " ").replace(BELOW + " ", " "))
        .map(r -> {
          String own = name.replace(BELOW, "") + " ";
          return r.startsWith(own) && !name.isEmpty()
              ? r.substring(own.length()).replaceFirst("^(A|AAAA|SRV|TXT|NS|SOA|PTR) ", "")
              : r;
        })
        .map(r -> r.replace(BELOW, ".~"))
        .collect(Collectors.joining(", "));
  }
}
