package dev.podnet.backends.common;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.model.ObjectRef;
import org.junit.jupiter.api.Test;

class PodNamesTest {

  @Test
  void aNetworkNamespaceIsNamedAsItsPod() {
    assertThat(PodNames.namespace(new ObjectRef("default", "web-1"))).isEqualTo("default.web-1");
    String longest = "p".repeat(240 - "default.".length());
    assertThat(PodNames.namespace(new ObjectRef("default", longest)))
        .isEqualTo("default." + longest);
  }

  @Test
  void aNameThatNoFileCanHaveIsCut() {
    String name = "p".repeat(252);
    String one = PodNames.namespace(new ObjectRef("n".repeat(63), name + "1"));
    String other = PodNames.namespace(new ObjectRef("n".repeat(63), name + "2"));
    assertThat(one).hasSize(240).startsWith("n".repeat(63) + ".ppp").isNotEqualTo(other);
  }
}
