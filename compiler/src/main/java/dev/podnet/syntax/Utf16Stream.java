package dev.podnet.syntax;

import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.IntStream;
import org.antlr.v4.runtime.misc.Interval;

/** A text as the lexer sees it, by UTF-16 units, so that a token's place is at once an offset into the source. */
final class Utf16Stream implements CharStream {

  private final String name;
  private final String text;
  private int at;

  Utf16Stream(String name, String text) {
    this.name = name;
    this.text = text;
  }

  @Override
  public void consume() {
    if (at >= text.length()) {
      throw new IllegalStateException("nothing left to read");
    }
    at++;
  }

  @Override
  public int LA(int i) {
    int offset = i > 0 ? at + i - 1 : at + i;
    return i == 0 || offset < 0 || offset >= text.length() ? IntStream.EOF : text.charAt(offset);
  }

  @Override
  public int mark() {
    return -1;
  }

  @Override
  public void release(int marker) {}

  @Override
  public int index() {
    return at;
  }

  @Override
  public void seek(int index) {
    at = Math.min(index, text.length());
  }

  @Override
  public int size() {
    return text.length();
  }

  @Override
  public String getSourceName() {
    return name;
  }

  @Override
  public String getText(Interval interval) {
    int from = Math.min(interval.a, text.length());
    return text.substring(from, Math.max(from, Math.min(interval.b + 1, text.length())));
  }
}
