package dev.podnet.compile;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A statement of the cluster that is given beside the spec and replaces the spec's own. */
public final class ClusterOverride {

  /** Its form, in words for a message. */
  public static final String FORM = "cluster.KEY=VALUE, as in cluster.proxyMode=ipvs";

  private static final Pattern SYNTAX =
      Pattern.compile("cluster\\.([A-Za-z]+)=(.*)", Pattern.DOTALL);

  private ClusterOverride() {}

  /**
   * The statement as a spec would have it, such as {@code proxyMode ipvs}.
   *
   * @param text such as {@code cluster.proxyMode=ipvs}
   * @return empty when the text has another form; whether the value is sound only the compiler knows
   */
  public static Optional<String> statement(String text) {
    Matcher matcher = SYNTAX.matcher(text);
    return matcher.matches()
        ? Optional.of(matcher.group(1) + " " + matcher.group(2))
        : Optional.empty();
  }
}
