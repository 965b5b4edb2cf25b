package dev.podnet.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random text in random pieces is the UTF-8 that Java makes of it. */
class TextWriterTest {
  private static final int[] POINTS = {
    'a', '\n', 0x7f, 0x80, 0xe9, 0x2026, 0xffff, 0x1f600, 0x10ffff
  };

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void textIsUtf8HoweverItIsCut(long seed) throws IOException {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(20_000);
    int wide = 1 + random.nextInt(100);
    while (text.length() < length) {
      boolean plain = random.nextInt(wide) > 0;
      text.appendCodePoint(
          plain ? ' ' + random.nextInt(95) : POINTS[random.nextInt(POINTS.length)]);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    TextWriter writer = new TextWriter(bytes);
    int at = 0;
    while (at < text.length()) {
      int end = Math.min(text.length(), at + 1 + random.nextInt(random.nextBoolean() ? 5 : 1000));
      switch (random.nextInt(3)) {
        case 0 -> writer.write(text.toString(), at, end - at);
        case 1 -> writer.write(text.toString().toCharArray(), at, end - at);
        default -> {
          end = at + 1;
          writer.write(text.charAt(at));
        }
      }
      at = end;
    }
    writer.flush();
    assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo(text.toString());
  }
}
