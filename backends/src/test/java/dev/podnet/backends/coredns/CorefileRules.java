package dev.podnet.backends.coredns;

import dev.podnet.backends.coredns.CorefileText.Block;
import dev.podnet.backends.coredns.CorefileText.Directive;
import dev.podnet.net.AddressText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.xbill.DNS.Master;
import org.xbill.DNS.Type;

/**
 * What each plugin's own page (plugin/NAME/README.md of CoreDNS 1.11 to 1.14) allows of the directives podnet writes: how many
 * words, which options, in which ranges, how often. A directive or option that is not known here is a mistake.
 */
final class CorefileRules {

  private static final Pattern DURATION = Pattern.compile("(\\d+(\\.\\d+)?(ns|us|ms|s|m|h))+");
  private static final Pattern NAME =
      Pattern.compile("\\.|([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\\.?)+");

  /** Plugins whose pages say that a block has one at most; {@code health} is one for the whole process. */
  private static final Set<String> ONCE =
      Set.of("errors", "health", "ready", "reload", "cache", "loop", "loadbalance", "view");

  private final List<String> wrong = new ArrayList<>();
  private final Set<String> files;
  private final Map<String, BiConsumer<Block, Directive>> rules = new TreeMap<>();

  private CorefileRules(Set<String> files) {
    this.files = files;
    rules.put("bind", (b, d) -> {
      want(!d.args().isEmpty() && d.args().stream().allMatch(CorefileRules::address), d);
      bare(d);
    });
    rules.put("errors", (b, d) -> plain(d, 0, 0));
    rules.put("loop", (b, d) -> plain(d, 0, 0));
    rules.put("loadbalance", (b, d) -> plain(d, 0, 0));
    rules.put("health", (b, d) -> listens(d));
    rules.put("ready", (b, d) -> listens(d));
    rules.put("reload", (b, d) -> {
      plain(d, 0, 2);
      d.args().forEach(a -> want(DURATION.matcher(a).matches(), d));
    });
    rules.put("cache", (b, d) -> {
      plain(d, 1, 1);
      want(
          d.args().get(0).matches("[1-9][0-9]{0,3}")
              && Integer.parseInt(d.args().get(0)) <= 3600,
          d);
    });
    rules.put("forward", (b, d) -> forward(d));
    rules.put("file", this::file);
    rules.put("view", (b, d) -> view(d));
    rules.put("rewrite", (b, d) -> rewrite(d));
    rules.put("template", this::template);
  }

  /**
   * What is wrong with a Corefile; empty when nothing is.
   *
   * @param files the zone files there are, as it is to name them
   */
  static List<String> check(List<String> lines, Set<String> files) {
    CorefileRules rules = new CorefileRules(files);
    try {
      rules.check(CorefileText.read(lines));
    } catch (AssertionError e) {
      rules.wrong.add(e.getMessage());
    }
    return rules.wrong;
  }

  private void check(CorefileText text) {
    Set<String> whole = new HashSet<>();
    long bound = text.blocks().stream().filter(b -> !b.all("bind").isEmpty()).count();
    if (bound != 0 && bound != text.blocks().size()) {
      wrong.add("bind: in all blocks of a port or in none");
    }
    if (text.blocks().stream().mapToInt(b -> b.all("health").size()).sum() > 1) {
      wrong.add("health: once for the process");
    }
    for (Block block : text.blocks()) {
      if (block.zones().size() != 1 || !NAME.matcher(block.zones().get(0)).matches()) {
        wrong.add("zone of a block: " + block.zones());
      }
      // of several blocks of one zone the one without a view takes the rest, and must be the last
      // (issue 7733)
      if (whole.contains(block.zones().get(0))) {
        wrong.add("already defined: " + block.zones());
      }
      if (block.all("view").isEmpty()) {
        whole.add(block.zones().get(0));
      }
      for (String name : ONCE) {
        if (block.all(name).size() > 1) {
          wrong.add(name + ": more than once in " + block.zones());
        }
      }
      block
          .directives()
          .forEach(d -> rules
              .getOrDefault(d.name(), (b, x) -> wrong.add("unknown: " + x.name()))
              .accept(block, d));
    }
  }

  private void want(boolean holds, Object what) {
    if (!holds) {
      wrong.add(what.toString());
    }
  }

  private void bare(Directive d) {
    want(d.inner().isEmpty(), d + " { }");
  }

  private void plain(Directive d, int least, int most) {
    want(d.args().size() >= least && d.args().size() <= most, d);
    bare(d);
  }

  private static boolean address(String text) {
    return AddressText.parse(text).address() != null;
  }

  /** {@code [ADDRESS]:PORT}, which Go's SplitHostPort takes. */
  private static boolean endpoint(String text) {
    Matcher parts = Pattern.compile("(?:\\[([^\\]]+)\\]|([^:\\[]*)):(\\d{1,5})").matcher(text);
    return parts.matches()
        && address(parts.group(1) != null ? parts.group(1) : parts.group(2))
        && (parts.group(1) != null) == text.contains("[")
        && Integer.parseInt(parts.group(3)) > 0
        && Integer.parseInt(parts.group(3)) < 65536;
  }

  private void listens(Directive d) {
    plain(d, 0, 1);
    d.args().forEach(a -> want(endpoint(a), d));
  }

  private void forward(Directive d) {
    bare(d);
    want(d.args().size() >= 2 && d.args().size() <= 16 && d.args().get(0).equals("."), d);
    d.args().stream().skip(1).forEach(to -> want(address(to) || endpoint(to), d));
  }

  private void file(Block block, Directive d) {
    want(d.args().size() == 1 && files.contains(d.args().get(0)), d);
    for (Directive option : d.inner()) {
      want(option.name().equals("fallthrough"), option);
      // one fallthrough counts for every file of its block, so it names its zone
      want(option.args().equals(block.zones()), option);
      // somebody has to be behind it
      want(!block.all("forward").isEmpty(), option);
    }
  }

  private void view(Directive d) {
    want(d.args().size() == 1 && d.inner().size() == 1, d);
    d.inner()
        .forEach(e ->
            want(e.name().equals("expr") && View.read(String.join(" ", e.args())) != null, e));
  }

  /** Of all rewrites only that of a name by a pattern, there and back. */
  private void rewrite(Directive d) {
    want(d.args().equals(List.of("stop")) && d.inner().size() == 2, d);
    Directive name = d.inner().get(0);
    Directive answer = d.inner().get(1);
    want(name.name().equals("name") && name.args().size() == 3, name);
    want(name.args().get(0).equals("regex"), name);
    want(answer.name().equals("answer") && answer.args().size() == 3, answer);
    want(answer.args().get(0).equals("name"), answer);
    for (Directive side : d.inner()) {
      int groups = pattern(side.args().get(1), side);
      Matcher used = Pattern.compile("\\{(\\d+)\\}").matcher(side.args().get(2));
      while (used.find()) {
        want(Integer.parseInt(used.group(1)) <= groups, side);
      }
      // without the last dot some versions add one, and others do not
      want(side.args().get(2).endsWith("."), side);
    }
  }

  /** A pattern of Go's package regexp, of which Java's knows all that is used but the form of names. */
  private int pattern(String text, Object where) {
    try {
      want(!text.contains("(?=") && !text.contains("(?!") && !text.contains("(?<"), where);
      return Pattern.compile(text.replace("(?P<", "(?<")).matcher("").groupCount();
    } catch (PatternSyntaxException e) {
      wrong.add(where + ": " + e.getMessage());
      return 0;
    }
  }

  private void template(Block block, Directive d) {
    want(d.args().size() == 3 && d.args().get(0).equals("IN"), d);
    want(Type.value(d.args().get(1)) > 0, d);
    want(d.args().get(2).endsWith("." + block.zones().get(0)), d);
    boolean answers = false;
    for (Directive option : d.inner()) {
      switch (option.name()) {
        case "match" -> {
          want(!option.args().isEmpty(), option);
          option.args().forEach(a -> pattern(a, option));
        }
        case "answer", "authority" -> {
          answers = true;
          want(option.args().size() == 1, option);
          option.args().forEach(a -> record(a, option));
        }
        case "rcode" -> want(option.args().equals(List.of("NOERROR")), option);
        case "fallthrough" -> want(option.args().isEmpty(), option);
        default -> wrong.add("unknown: " + option);
      }
    }
    want(answers, "template without an answer: " + d);
    want(d.inner("fallthrough").size() == 1, "what does not match is SERVFAIL: " + d);
  }

  /** A record as a zone file has it, once its groups are filled. */
  private void record(String text, Object where) {
    String filled = text.replaceAll("\\{\\{ (if [^}]*|end) \\}\\}", "")
        .replace("{{ .Name }}", "x.example.")
        .replaceAll("\\{\\{ \\.Group\\.[a-z]+ \\}\\}", "1");
    want(!filled.contains("{"), where);
    try (Master master = new Master(new java.io.ByteArrayInputStream((filled + "\n").getBytes()))) {
      want(master.nextRecord() != null, where);
    } catch (java.io.IOException e) {
      wrong.add(where + ": " + e.getMessage());
    }
  }
}
