package dev.podnet.source;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Says in a user's words why a file could not be written or read. */
public final class Failures {

  private Failures() {}

  /** The reason without the path, such as {@code no space left on device}. */
  public static String reason(IOException failure) {
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    } else if (failure instanceof NoSuchFileException) {
      return "no such file or folder";
    } else if (failure instanceof NotDirectoryException) {
      return "not a folder";
    } else if (failure instanceof FileAlreadyExistsException f) {
      return "a file is in the way: " + f.getFile();
    } else if (failure instanceof FileSystemException f) {
      return f.getReason() == null ? f.getClass().getSimpleName() : lower(f.getReason());
    }
    return failure.getMessage() == null
        ? failure.getClass().getSimpleName()
        : lower(failure.getMessage());
  }

  private static String lower(String text) {
    boolean word = text.length() > 1 && Character.isLowerCase(text.charAt(1));
    return word ? Character.toLowerCase(text.charAt(0)) + text.substring(1) : text;
  }
}
