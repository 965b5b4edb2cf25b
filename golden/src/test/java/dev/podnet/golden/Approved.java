package dev.podnet.golden;

import dev.podnet.output.TextDifference;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.approvaltests.approvers.FileApprover;
import org.approvaltests.core.ApprovalWriter;
import org.approvaltests.core.VerifyResult;
import org.approvaltests.namer.ApprovalNamer;
import org.approvaltests.reporters.QuietReporter;

/** Compares texts with approved files, byte for byte, by ApprovalTests. */
final class Approved {

  private Approved() {}

  /**
   * Compares.
   *
   * @param approved the approved file
   * @param received where a text that differs is left to be looked at
   * @return the difference for a reader; empty when there is none
   */
  static String difference(Path approved, Path received, byte[] content) throws IOException {
    Files.createDirectories(received.getParent());
    FileApprover approver = new FileApprover(
        new Bytes(content),
        new Names(approved, received),
        (got, wanted) -> VerifyResult.from(difference(wanted, got).isEmpty()));
    if (approver.approve().isSuccessful()) {
      approver.cleanUpAfterSuccess(QuietReporter.INSTANCE);
      return "";
    }
    return difference(approved.toFile(), received.toFile());
  }

  private static String difference(File approved, File received) {
    try {
      byte[] wanted = approved.exists() ? Files.readAllBytes(approved.toPath()) : new byte[0];
      return Tree.shown(
          TextDifference.of(approved.getName(), wanted, Files.readAllBytes(received.toPath())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes what was received as it is: the usual writer adds a line end where there is none. */
  private record Bytes(byte[] content) implements ApprovalWriter {
    @Override
    public File writeReceivedFile(File received) {
      try {
        return Files.write(received.toPath(), content).toFile();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public String getFileExtensionWithDot() {
      return "";
    }
  }

  /** Approved files stand in the folders of the goldens, received ones below target. */
  private record Names(Path approved, Path received) implements ApprovalNamer {
    @Override
    public File getReceivedFile(String extensionWithDot) {
      return received.toFile();
    }

    @Override
    public File getApprovedFile(String extensionWithDot) {
      return approved.toFile();
    }

    @Override
    public String getApprovalName() {
      return approved.getFileName().toString();
    }

    @Override
    public String getSourceFilePath() {
      return approved.getParent() + File.separator;
    }

    @Override
    public ApprovalNamer addAdditionalInformation(String info) {
      return this;
    }

    @Override
    public String getAdditionalInformation() {
      return "";
    }
  }
}
