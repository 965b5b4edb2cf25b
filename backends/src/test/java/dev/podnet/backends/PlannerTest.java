package dev.podnet.backends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podnet.backends.testing.Spec;
import dev.podnet.plan.Plan;
import dev.podnet.planning.Planner;
import org.junit.jupiter.api.Test;

class PlannerTest {

  private static final String SPEC = """
      cluster shop {}
      nodes n 3 { address from 192.168.1.11 }
      namespace default {
        pods web 7 { labels app=web }
        service web { selector app=web; port 80 -> 8080 }
      }
      """;

  @Test
  void theSameClusterHasTheSamePlan() {
    assertThat(new Spec(SPEC).plan()).isEqualTo(new Spec(SPEC).plan());
  }

  @Test
  void theOrderOfDeclarationsDoesNotCount() {
    String turned = """
        namespace default {
          service web { port 80 -> 8080; selector app=web }
          pods web 7 { labels app=web }
        }
        nodes n 3 { address from 192.168.1.11 }
        cluster shop {}
        """;
    assertThat(new Spec(turned).plan()).isEqualTo(new Spec(SPEC).plan());
  }

  @Test
  void aClusterWithoutNodesHasNamesAlone() {
    Plan plan = new Spec(
            "cluster shop {}\nnamespace default { service web { clusterIP None; selector"
                + " app=web; port 80 } }")
        .plan();
    assertThat(plan.hosts()).isEmpty();
    assertThat(plan.files()).isNotEmpty();
  }

  @Test
  void aClusterThatWasNotCheckedIsNotPlanned() {
    assertThatThrownBy(() -> Planner.plan(
            new Spec("cluster shop { backend cilium; proxyMode none }").cluster(), Spec.BACKENDS))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("planned unchecked: backend cilium is not in this version");
  }
}
