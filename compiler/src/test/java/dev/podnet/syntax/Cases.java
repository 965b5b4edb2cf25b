package dev.podnet.syntax;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Cases out of a text file: {@code === NAME}, the source, {@code ---}, what is expected. In the source, {@code ⟦u00A0⟧}
 * stands for the character of that number.
 */
record Cases(String name, String source, String expected) {

  static List<Cases> read(String resource) {
    String text;
    try (InputStream in = Cases.class.getResourceAsStream(resource)) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<Cases> cases = new ArrayList<>();
    for (String part : text.split("(?m)^=== ")) {
      if (part.isBlank() || part.startsWith("#")) {
        continue;
      }
      int nameEnd = part.indexOf('\n');
      int divider = part.lastIndexOf("\n---\n");
      cases.add(new Cases(
          part.substring(0, nameEnd),
          characters(part.substring(nameEnd + 1, Math.max(divider, nameEnd) + 1)),
          part.substring(divider + 5).strip()));
    }
    return cases;
  }

  private static String characters(String source) {
    StringBuilder text = new StringBuilder();
    int at = 0;
    for (int open = source.indexOf("⟦u"); open >= 0; open = source.indexOf("⟦u", at)) {
      int close = source.indexOf('⟧', open);
      text.append(source, at, open);
      text.appendCodePoint(Integer.parseInt(source.substring(open + 2, close), 16));
      at = close + 1;
    }
    return text.append(source.substring(at)).toString();
  }

  @Override
  public String toString() {
    return name;
  }
}
