package dev.podnet.backends.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class UniqueNamesTest {

  @Test
  void whereTwoWouldHaveOneNameTheFirstKeepsIt() {
    assertThat(UniqueNames.assign(
            List.of("ab", "ac", "ad", "b"),
            key -> key.charAt(0) + (key.contains("#") ? key.substring(key.indexOf('#')) : "")))
        .containsEntry("ab", "a")
        .containsEntry("ac", "a#2")
        .containsEntry("ad", "a#3")
        .containsEntry("b", "b");
  }

  @Test
  void theSameKeyTwiceIsOneName() {
    assertThat(UniqueNames.assign(List.of("a", "a"), key -> key)).hasSize(1);
  }
}
