package dev.podnet.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.work.Parallel;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Of large files two threads make the same as one: objects, findings and their places, whatever is wrong in between. */
class LargeFilesTest {

  /** Documents of a file, or items of a list where they begin with a dash. */
  private static final String[] SOUND = {
    "apiVersion: v1\nkind: Service\nmetadata: {name: s%d}\nspec: {clusterIP: 10.96.0.10, ports: [{port: 80}]}\n",
    "apiVersion: v1\nkind: Pod\nmetadata: {name: p%d, labels: {app: web}}\nspec: {containers: [{name: c, image: i}]}\n",
    "apiVersion: other/v1\nkind: Widget\nmetadata: {name: w%d}\nspec: {any: thing}\n",
  };

  private static final String[] ODD = {
    "apiVersion: v1\nkind: Service\nmetadata: {name: wrong-%d}\nspec: {ports: [{port: 99999}]}\n",
    "apiVersion: v1\nkind: Service\nmetadata: {name: broken-%d\nspec: [\n",
    "apiVersion: v1\nkind: Service\nmetadata: &m {name: named-%d, labels: &l {a: b}}\nspec: {selector: *l, ports: [{port: 80}]}\n",
    "apiVersion: v1\nkind: Service\nmetadata: {name: \"open-%d}\n",
    "\tkind: Tab%d\n",
    "apiVersion: v1\nkind: List\nitems:\n- &first {apiVersion: v1, kind: Service, metadata: {name: l%d}, spec: {ports: [{port: 80}]}}\n"
        + "- *first\n- {kind: Pod}\n- {apiVersion: v1, kind: Namespace, metadata: {name: n}}\n",
    "apiVersion: v1\nkind: NoList\nitems:\n- {apiVersion: v1, kind: Service, metadata: {name: x%d}, spec: {ports: [{port: 80}]}}\n",
    "apiVersion: v1\nkind: Service\nmetadata: {name: 𝒳%d}\nspec: {ports: [{port: 80}]}\n",
    "&root\napiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Service, metadata: {name: r%d}, spec: *root}\n",
  };

  @AfterEach
  void asManyThreadsAsThereAreProcessors() {
    System.clearProperty(Parallel.THREADS);
  }

  private static String documents(Random random, int odds) {
    StringBuilder text = new StringBuilder();
    int odd = 0;
    while (text.length() < 260_000) {
      boolean strange = odd < odds && random.nextInt(100) == 0;
      String[] among = strange ? ODD : SOUND;
      odd += strange ? 1 : 0;
      text.append(among[random.nextInt(among.length)].formatted(text.length())).append("---\n");
    }
    return text.toString();
  }

  private static String list(Random random, boolean odd) {
    StringBuilder text = new StringBuilder("apiVersion: v1\nkind: List\nitems:\n");
    while (text.length() < 260_000) {
      String item = SOUND[random.nextInt(SOUND.length)].formatted(text.length());
      text.append("- ").append(item.strip().replace("\n", "\n  ")).append('\n');
    }
    if (odd) {
      int middle = text.indexOf("\n- ", 130_000);
      text.insert(middle, "\n- apiVersion: v1\n   kind: Service");
    }
    return text.toString();
  }

  private static void twoDoAsOne(String text) {
    System.setProperty(Parallel.THREADS, "1");
    Read one = Read.of(text);
    System.setProperty(Parallel.THREADS, "2");
    Read two = Read.of(text);
    assertThat(two.lines()).isEqualTo(one.lines());
    assertThat(two.file().skipped()).isEqualTo(one.file().skipped());
    assertThat(two.file().objects().stream().map(Object::toString).toList())
        .isEqualTo(one.file().objects().stream().map(Object::toString).toList());
    assertThat(one.file().objects()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void documents(long seed) {
    twoDoAsOne(documents(new Random(seed), 15));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void oneLongList(boolean odd) {
    twoDoAsOne(list(new Random(9), odd));
  }
}
