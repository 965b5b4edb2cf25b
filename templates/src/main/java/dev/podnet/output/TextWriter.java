package dev.podnet.output;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/** Text as UTF-8. Almost all of the output is ASCII in small pieces, which go straight into one buffer. */
final class TextWriter extends Writer {

  private final OutputStream out;
  private final byte[] buffer = new byte[4096];
  private final char[] chars = new char[256];
  private int used;
  private char high;

  TextWriter(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int c) throws IOException {
    put((char) c);
  }

  @Override
  public void write(char[] text, int from, int count) throws IOException {
    int end = from + count;
    int next = from;
    while (next < end) {
      next = plain(text, next, end);
      if (next < end) {
        put(text[next++]);
      }
    }
  }

  @Override
  public void write(String text, int from, int count) throws IOException {
    for (int done = 0; done < count; done += chars.length) {
      int piece = Math.min(chars.length, count - done);
      text.getChars(from + done, from + done + piece, chars, 0);
      write(chars, 0, piece);
    }
  }

  /** Takes ASCII as far as there is room for it; returns where it stopped. */
  private int plain(char[] text, int from, int end) {
    if (high != 0) {
      return from;
    }
    byte[] into = buffer;
    int at = used;
    int i = from;
    int stop = Math.min(end, from + into.length - at);
    while (i < stop && text[i] < 0x80) {
      into[at++] = (byte) text[i++];
    }
    used = at;
    return i;
  }

  private void put(char c) throws IOException {
    if (c < 0x80 && high == 0) {
      if (used == buffer.length) {
        drain();
      }
      buffer[used++] = (byte) c;
    } else {
      wide(c);
    }
  }

  /** A character of several bytes; of a pair of surrogates, the first one waits for the second. */
  private void wide(char c) throws IOException {
    if (high == 0 && Character.isHighSurrogate(c)) {
      high = c;
      return;
    }
    String text = high == 0 ? String.valueOf(c) : new String(new char[] {high, c});
    high = 0;
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    drain();
    out.write(bytes);
  }

  private void drain() throws IOException {
    out.write(buffer, 0, used);
    used = 0;
  }

  @Override
  public void flush() throws IOException {
    if (high != 0) {
      high = 0;
      drain();
      out.write('?');
    }
    drain();
    out.flush();
  }

  @Override
  public void close() throws IOException {
    flush();
  }
}
