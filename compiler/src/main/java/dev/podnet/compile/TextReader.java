package dev.podnet.compile;

import dev.podnet.diagnostics.CompilerCode;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.source.SourceFile;
import dev.podnet.source.Span;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** Reads files as UTF-8 text, within limits. */
final class TextReader {

  /** What stands in a String for what is no UTF-8; a text may also have it by itself. */
  private static final char REPLACED = '\ufffd';

  private final Diagnostics diagnostics;
  private long total;
  private int files;

  TextReader(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  /**
   * A text and the bytes it came from.
   *
   * @param source the text
   * @param bytes what the file holds, which nobody changes
   */
  record Text(SourceFile source, byte[] bytes) {

    /** From this many bytes on a digest is worth a thread. */
    private static final int LONG = 1 << 20;

    /** Whether its digest takes so long that other things are to be done meanwhile. */
    boolean isLong() {
      return bytes.length >= LONG;
    }

    /** The SHA-256 of the bytes, in lower-case hex. */
    String sha256() {
      try {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java platform has SHA-256", e);
      }
    }
  }

  /**
   * Reads a file; what is wrong with its text is reported, and then the result is empty.
   *
   * @param origin where it was asked for; empty for the command line
   * @throws IOException when it cannot be read
   */
  Optional<Text> read(Place place, Optional<Span> origin) throws IOException {
    byte[] bytes;
    long most = Math.min(Limits.FILE_BYTES, Limits.ALL_BYTES - total);
    try (InputStream in = Files.newInputStream(place.path())) {
      bytes = in.readNBytes((int) most + 1);
    }
    if (bytes.length > most || ++files > Limits.FILES) {
      tooLarge(place, origin);
      return Optional.empty();
    }
    total += bytes.length;
    return decode(place.toString(), bytes).map(source -> new Text(source, bytes));
  }

  private void tooLarge(Place place, Optional<Span> origin) {
    String message = files > Limits.FILES
        ? "more than " + Limits.FILES + " files, " + place + " among them"
        : place + " does not fit: a file may have " + (Limits.FILE_BYTES >> 20)
            + " MiB, all inputs together " + (Limits.ALL_BYTES >> 20) + " MiB";
    origin
        .map(span -> Diagnostic.at(span, CompilerCode.TOO_LARGE, message))
        .orElseGet(() -> Diagnostic.of(CompilerCode.TOO_LARGE, message))
        .help("leave out what does not belong to the network of one cluster")
        .to(diagnostics);
  }

  /** The text of some bytes; what is no UTF-8 is reported. */
  Optional<SourceFile> decode(String name, byte[] bytes) {
    int mark = bytes.length >= 3
            && bytes[0] == (byte) 0xef
            && bytes[1] == (byte) 0xbb
            && bytes[2] == (byte) 0xbf
        ? 3
        : 0;
    String text = new String(bytes, mark, bytes.length - mark, StandardCharsets.UTF_8);
    if (text.indexOf(REPLACED) < 0) {
      return Optional.of(new SourceFile(name, text));
    }
    CharsetDecoder decoder = StandardCharsets.UTF_8
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes, mark, bytes.length - mark);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(in, out, true);
    if (!result.isError()) {
      return Optional.of(new SourceFile(name, text));
    }
    int at = out.position();
    String lenient = text.replace('\0', ' ');
    SourceFile source = new SourceFile(name, lenient);
    int length = Math.min(at + 1, lenient.length());
    String found = "0x" + HexFormat.of().toHexDigits(bytes[in.position()]);
    boolean utf16 =
        bytes.length > 1 && (bytes[0] & bytes[1] & 0xff) >= 0xfe - 1 && bytes[0] != bytes[1];
    Diagnostic.at(
            new Span(source, at, length),
            CompilerCode.NOT_UTF8,
            "the byte " + found + " is not UTF-8")
        .label(utf16 ? "this looks like UTF-16" : "not UTF-8")
        .help("save the file as UTF-8")
        .to(diagnostics);
    return Optional.empty();
  }
}
