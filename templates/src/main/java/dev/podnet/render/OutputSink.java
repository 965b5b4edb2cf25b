package dev.podnet.render;

import java.io.IOException;
import java.io.Writer;

/** Where rendered files go. Several threads may hand files over at once. */
public interface OutputSink {

  /** Writes the text of one file. */
  interface Content {

    /** Writes it all; does not close the writer. */
    void writeTo(Writer out) throws IOException;
  }

  /**
   * Takes one file.
   *
   * @param path relative, with slashes; each path once
   * @param executable whether it is a program
   * @param content its text, asked for once, before this method returns
   */
  void file(String path, boolean executable, Content content) throws IOException;

  /**
   * Takes one file more that says what one before it says. A sink may keep both as one file with two names.
   *
   * @param before the path of the one before it
   */
  default void again(String path, boolean executable, Content content, String before)
      throws IOException {
    file(path, executable, content);
  }
}
