package dev.podnet.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A machine of its own in qemu, with Debian's kernel: the second way to run a lab, for what the running kernel does not
 * have. Needs neither root nor KVM. What it is made of: {@code lab/vm}.
 *
 * <p>Jobs go in over the machine's serial port, which is qemu's standard input; when that is closed, because the JVM
 * has ended, the machine goes down by itself.
 */
public final class SmallMachine implements AutoCloseable {

  /**
   * What makes an emulated processor fast, and its clock right. With programs at the same addresses each time (norandmaps)
   * what qemu has translated serves the next process too: bash starts five times as fast. The rate of the time stamp
   * counter is measured at boot, which a busy machine disturbs: one such clock ran four times too fast.
   */
  private static final String KERNEL_OPTIONS =
      "console=ttyS0 quiet panic=-1 reboot=t mitigations=off nopti nokaslr norandmaps no_timer_check"
          + " clocksource=hpet init_on_alloc=0 rcupdate.rcu_expedited=1 audit=0 apparmor=0";

  /** A boot takes some 15 seconds; on a machine with much else to do, many times that. One that hangs is told all the same. */
  private static final Duration BOOT = Duration.ofMinutes(5);

  private final Process process;
  private final OutputStream in;
  private final BufferedReader out;
  private final Path console;
  private int jobs;

  /**
   * What came of a job.
   *
   * @param status the exit status of its script
   * @param lines what it printed
   */
  public record Result(int status, List<String> lines) {
    /** Copies the list. */
    public Result {
      lines = List.copyOf(lines);
    }
  }

  private SmallMachine(Process process, Path console) {
    this.process = process;
    this.console = console;
    this.in = process.getOutputStream();
    this.out = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Starts a machine from the folder that {@code build-image} has filled. */
  public static SmallMachine start(Path image) throws IOException {
    Path console = image.resolve("console.log");
    Files.writeString(console, "");
    List<String> command = List.of(
        "qemu-system-x86_64",
        "-M",
        "pc",
        "-accel",
        "tcg",
        "-cpu",
        "qemu64", //
        "-smp",
        "1",
        "-m",
        "512", //
        "-kernel",
        image.resolve("vm.kernel").toString(), //
        "-initrd",
        image.resolve("vm.initrd").toString(), //
        "-append",
        KERNEL_OPTIONS, //
        "-nodefaults",
        "-no-user-config",
        "-display",
        "none",
        "-no-reboot", //
        "-serial",
        "file:" + console, //
        "-device",
        "virtio-serial-pci", //
        "-chardev",
        "stdio,id=jobs,signal=off", //
        "-device",
        "virtserialport,chardev=jobs,name=lab");
    ProcessBuilder builder = new ProcessBuilder(command);
    SmallMachine machine = new SmallMachine(
        builder
            .redirectError(ProcessBuilder.Redirect.appendTo(console.toFile()))
            .start(),
        console);
    String first = machine.inTime(BOOT, machine.out::readLine);
    if (first == null || !first.startsWith("READY ")) {
      machine.process.destroyForcibly();
      throw new IOException("the machine did not start: " + first + machine.said());
    }
    return machine;
  }

  /**
   * Runs the script {@code run} of a folder in the machine, with a copy of the folder around it.
   *
   * @param limit how long it may take; then the machine is stopped
   */
  public Result job(Path folder, Duration limit) throws IOException {
    byte[] tar = Tar.of(folder);
    String name = "job" + jobs++;
    return inTime(limit, () -> {
      in.write(("JOB " + name + " " + tar.length + "\n").getBytes(StandardCharsets.UTF_8));
      in.write(tar);
      in.flush();
      return rest(name);
    });
  }

  /**
   * Starts the script {@code run} of a folder in the machine and leaves its input and output to the caller, one line for
   * each line, until {@link Talk#end}.
   */
  Talk talk(Path folder, Duration limit) throws IOException {
    byte[] tar = Tar.of(folder);
    String name = "job" + jobs++;
    in.write(("TALK " + name + " " + tar.length + "\n").getBytes(StandardCharsets.UTF_8));
    in.write(tar);
    in.flush();
    return new Talk(name, limit);
  }

  /** A conversation with a script in the machine. */
  final class Talk {
    private final String name;
    private final Duration limit;

    private Talk(String name, Duration limit) {
      this.name = name;
      this.limit = limit;
    }

    /** Says a line and gives the line that comes back. */
    String ask(String line) throws IOException {
      return inTime(limit, () -> {
        in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        in.flush();
        String answer = out.readLine();
        if (answer == null || answer.startsWith("END " + name + " ")) {
          throw new IOException("the script in the machine has ended: " + answer + said());
        }
        return answer;
      });
    }

    /** Says the last line and waits for the script's end; gives what it printed and what the kernel complained of. */
    Result end(String line) throws IOException {
      return inTime(limit, () -> {
        in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        in.flush();
        return rest(name);
      });
    }
  }

  private Result rest(String name) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith("END " + name + " ")) {
        return new Result(Integer.parseInt(line.split(" ")[2]), lines);
      }
      lines.add(line);
    }
    throw new IOException("the machine went down during a job: " + lines + said());
  }

  private interface Step<T> {
    T get() throws IOException;
  }

  private <T> T inTime(Duration limit, Step<T> step) throws IOException {
    CompletableFuture<T> future = CompletableFuture.supplyAsync(() -> {
      try {
        return step.get();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    });
    try {
      return future.get(limit.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      process.destroyForcibly();
      throw new IOException("the machine did not answer in " + limit + said(), e);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private String said() throws IOException {
    return "; its console:\n" + Files.readString(console);
  }

  @Override
  public void close() throws IOException {
    in.close();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
