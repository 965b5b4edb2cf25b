package dev.podnet.cli;

import dev.podnet.planning.BackendLoadException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program. */
public final class Main {

  private Main() {}

  /** Runs a command and ends the process with its exit status. */
  public static void main(String[] arguments) {
    Environment environment = Environment.ofProcess();
    int status = run(environment, arguments);
    environment.out().flush();
    environment.err().flush();
    System.exit(status);
  }

  /** Runs a command; never throws. */
  public static int run(Environment environment, String... arguments) {
    try {
      Preparation.begin(arguments);
      CommandLine line = Commands.line(environment, arguments);
      Failures failures = new Failures(environment, arguments);
      line.setParameterExceptionHandler(failures);
      line.setExecutionExceptionHandler(failures);
      return line.execute(arguments);
    } catch (OutOfMemoryError e) {
      environment.err().println("podnet: out of memory; PODNET_JAVA_OPTS=-Xmx4g gives it more");
      return ExitStatus.ENVIRONMENT;
    } catch (Throwable bug) {
      return Bug.report(environment, arguments, bug);
    }
  }

  /** A class of its own, for lambdas of picocli's old interfaces cannot be shared between runs. */
  private static final class Failures
      implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private final Environment environment;
    private final String[] arguments;

    Failures(Environment environment, String[] arguments) {
      this.environment = environment;
      this.arguments = arguments;
    }

    @Override
    public int handleParseException(ParameterException e, String[] all) {
      environment.err().println("podnet: " + lower(e.getMessage()));
      if (e instanceof UnmatchedArgumentException unmatched) {
        UnmatchedArgumentException.printSuggestions(
            unmatched, new PrintWriter(environment.err(), true));
      }
      String name = e.getCommandLine().getCommandSpec().qualifiedName();
      environment.err().println("See `" + name + " --help`.");
      return ExitStatus.WRONG_USAGE;
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
      if (e instanceof BackendLoadException wrong) {
        environment
            .err()
            .println("podnet: a backend cannot be used: " + wrong.getMessage()
                + "; what PODNET_CLASSPATH adds is looked through for backends");
        return ExitStatus.ENVIRONMENT;
      }
      return Bug.report(environment, arguments, e);
    }

    private static String lower(String message) {
      boolean word = message.length() > 1 && Character.isLowerCase(message.charAt(1));
      return word ? Character.toLowerCase(message.charAt(0)) + message.substring(1) : message;
    }
  }
}
