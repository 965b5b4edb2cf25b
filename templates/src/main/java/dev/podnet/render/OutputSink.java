package dev.podnet.render;

import java.io.IOException;
import java.io.Writer;

/** Where rendered files go. */
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
}
