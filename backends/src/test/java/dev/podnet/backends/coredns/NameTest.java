package dev.podnet.backends.coredns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class NameTest {

  @Test
  void aNameIsWrittenWithItsDotAndInLowerCase() {
    assertThat(Name.of("Web.Shop.SVC")).hasToString("web.shop.svc.");
    assertThat(Name.of("web.")).hasToString("web.");
    assertThat(Name.of("a")).hasToString("a.").extracting(Name::length).isEqualTo(1);
  }

  @Test
  void insideAZoneItsOwnLabelsAreLeftOut() {
    Name zone = Name.of("cluster.local");
    assertThat(zone.child("_http._tcp.web").relativeTo(zone)).isEqualTo("_http._tcp.web");
    assertThat(zone.relativeTo(zone)).isEqualTo("@");
    assertThat(zone.child("a.b")).isEqualTo(Name.of("a.b.cluster.local"));
  }

  @Test
  void whatIsBelowANameStandsTogetherBehindIt() {
    TreeSet<Name> names = new TreeSet<>();
    List.of("a-b.x", "z.a.x", "a.x", "x", "b.a.x", "aa.x").forEach(n -> names.add(Name.of(n)));
    assertThat(names)
        .extracting(Name::toString)
        .containsExactly("x.", "a.x.", "b.a.x.", "z.a.x.", "a-b.x.", "aa.x.");
  }
}
