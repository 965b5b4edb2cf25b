package dev.podnet.syntax;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.SyntaxCode;
import dev.podnet.grammar.PodnetLexer;
import dev.podnet.source.Span;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.antlr.v4.runtime.CommonToken;

/**
 * Sees to it that braces pair before the parser runs, so that one brace that is missing does not spoil the rest of the
 * file. Where one belongs is taken from the indentation; it is reported once and put in.
 */
final class Braces {

  /** A block that is open: its brace, the indentation of the line it opens on, and of the first line inside it. */
  private static final class Open {
    final CommonToken brace;
    final int position;
    final int line;
    final int indent;
    int inner = -1;

    Open(CommonToken brace, int position, int line, int indent) {
      this.brace = brace;
      this.position = position;
      this.line = line;
      this.indent = indent;
    }
  }

  private final Findings findings;
  private final List<CommonToken> in;
  private final List<CommonToken> out = new ArrayList<>();
  private final Deque<Open> open = new ArrayDeque<>();
  private int missing;
  private int stray;
  private boolean silent;

  private Braces(Findings findings, List<CommonToken> in) {
    this.findings = findings;
    this.in = in;
  }

  /** The tokens with braces that pair, and an end behind each statement that ends in a block; null when too deep. */
  static List<CommonToken> pair(Findings findings, List<CommonToken> tokens) {
    Braces braces = new Braces(findings, tokens);
    if (!braces.count()) {
      return null;
    }
    List<CommonToken> paired = tokens;
    if (braces.missing > 0 || braces.stray > 0) {
      braces.repair();
      paired = braces.out;
    }
    return ends(findings, paired);
  }

  private boolean count() {
    int depth = 0;
    for (CommonToken token : in) {
      int type = token.getType();
      silent |= type == PodnetLexer.UNTERMINATED && token.getText().matches(".*[{}].*");
      if (type == PodnetLexer.LBRACE && ++depth > SpecParser.MAX_DEPTH) {
        findings.report(Diagnostic.at(
                findings.span(token),
                SyntaxCode.LIMIT,
                "blocks are nested more than " + SpecParser.MAX_DEPTH + " deep")
            .label("one too many"));
        return false;
      }
      if (type == PodnetLexer.RBRACE && --depth < 0) {
        stray++;
        depth = 0;
      }
    }
    missing = depth;
    return true;
  }

  private void repair() {
    int indent = 0;
    int line = 0;
    boolean begins = true;
    for (CommonToken token : in) {
      int type = token.getType();
      if (type == PodnetLexer.NL) {
        out.add(token);
        begins = true;
        continue;
      }
      if (begins) {
        indent = token.getCharPositionInLine();
        line = token.getLine();
        lineBegins(token, indent, line);
      }
      switch (type) {
        case PodnetLexer.LBRACE -> {
          open.push(new Open(token, out.size(), line, indent));
          out.add(token);
        }
        case PodnetLexer.RBRACE -> closes(token, begins, indent);
        case CommonToken.EOF -> {
          closeAll();
          out.add(token);
        }
        default -> out.add(token);
      }
      begins = false;
    }
  }

  /** Closes blocks that the indentation of a new line shows to be over. */
  private void lineBegins(CommonToken token, int indent, int line) {
    boolean closing = token.getType() == PodnetLexer.RBRACE;
    while (missing > 0 && !open.isEmpty() && token.getType() != CommonToken.EOF) {
      Open top = open.peek();
      boolean fresh = top.inner < 0 && out.get(lastWord() - 1) == top.brace;
      boolean over = top.line < line
          && (closing ? indent < top.indent : indent <= top.indent)
          && (top.inner > top.indent || top.inner < 0 && (!fresh || closing));
      if (!over) {
        break;
      }
      insertClosing(lastWord());
      missing--;
    }
    if (!open.isEmpty() && open.peek().inner < 0 && !closing && open.peek().line < line) {
      open.peek().inner = indent;
    }
  }

  /** Closes what is open at the end of the file; one finding, whatever their number. */
  private void closeAll() {
    if (open.size() > 1 && !silent) {
      int at = lastWord();
      int place = at == 0 ? 0 : out.get(at - 1).getStopIndex() + 1;
      Diagnostic.Builder finding = Diagnostic.at(
              new Span(findings.file(), place, place),
              SyntaxCode.BRACES,
              "the file ends inside " + open.size() + " blocks")
          .label(open.size() + " closing `}` expected");
      open.forEach(block -> finding.related(findings.span(block.brace), "a block begins here"));
      findings.report(finding);
      silent = true;
    }
    while (!open.isEmpty()) {
      insertClosing(lastWord());
    }
  }

  /** The position behind the last token that is no line end. */
  private int lastWord() {
    int at = out.size();
    while (at > 0 && out.get(at - 1).getType() == PodnetLexer.NL) {
      at--;
    }
    return at;
  }

  private void insertClosing(int at) {
    Open block = open.pop();
    int place = at == 0 ? 0 : out.get(at - 1).getStopIndex() + 1;
    out.add(at, made(PodnetLexer.RBRACE, "}", place));
    if (silent) {
      return;
    }
    Span brace = findings.span(block.brace);
    findings.report(Diagnostic.at(
            new Span(findings.file(), place, place),
            SyntaxCode.BRACES,
            "a `}` is missing: the block of " + header(block) + " is not closed")
        .label("`}` expected here or on the next line")
        .related(brace, "the block begins here"));
  }

  /** The words before a brace, shortened: {@code `node n1`}. */
  private String header(Open block) {
    int from = block.position;
    while (from > 0
        && !Words.endsStatement(out.get(from - 1).getType())
        && out.get(from - 1).getType() != PodnetLexer.LBRACE) {
      from--;
    }
    if (from == block.position) {
      return "line " + block.brace.getLine();
    }
    String keyword = out.get(from).getText();
    return from + 1 < block.position
        ? "`" + keyword + " " + out.get(from + 1).getText() + "`"
        : "`" + keyword + "`";
  }

  private void closes(CommonToken token, boolean begins, int indent) {
    boolean tooMuch = open.isEmpty() || begins && indent > open.peek().indent && alone(token);
    if (stray > 0 && tooMuch && begins) {
      int header = headerWithout(indent);
      if (header >= 0) {
        stray--;
        insertOpening(header);
        out.add(token);
        return;
      }
    }
    if (!open.isEmpty()) {
      open.pop();
      out.add(token);
      return;
    }
    stray--;
    if (!silent) {
      findings.doubt(Diagnostic.at(
              findings.span(token), SyntaxCode.BRACES, "this `}` closes no block")
          .label("no `{` is open")
          .help("remove it, or write the `{` that it closes at the end of the line that begins the"
              + " block"));
    }
  }

  /** Whether the innermost open block began on an earlier line. */
  private boolean alone(CommonToken token) {
    return open.peek().line < token.getLine();
  }

  /** The position behind the header, at this indentation, of the block that a closing brace ends; -1 if none is seen. */
  private int headerWithout(int indent) {
    int floor = open.isEmpty() ? 0 : open.peek().position + 1;
    boolean insideDeeper = false;
    for (int i = out.size() - 1; i >= floor; i--) {
      boolean begins = i == 0 || out.get(i - 1).getType() == PodnetLexer.NL;
      if (!begins || out.get(i).getType() == PodnetLexer.NL) {
        continue;
      }
      int here = out.get(i).getCharPositionInLine();
      if (here > indent) {
        insideDeeper = true;
      } else {
        return here == indent && insideDeeper ? headerEnd(i) : -1;
      }
    }
    return -1;
  }

  private int headerEnd(int from) {
    int at = from;
    while (at < out.size() && out.get(at).getType() != PodnetLexer.NL) {
      if (out.get(at).getType() == PodnetLexer.LBRACE
          || out.get(at).getType() == PodnetLexer.RBRACE) {
        return -1;
      }
      at++;
    }
    return at;
  }

  private void insertOpening(int at) {
    CommonToken last = out.get(at - 1);
    int place = last.getStopIndex() + 1;
    out.add(at, made(PodnetLexer.LBRACE, "{", place));
    int from = at - 1;
    while (from > 0 && out.get(from - 1).getType() != PodnetLexer.NL) {
      from--;
    }
    String header = findings.file().text().substring(out.get(from).getStartIndex(), place);
    findings.report(Diagnostic.at(
            new Span(findings.file(), place, place),
            SyntaxCode.BRACES,
            "a `{` is missing behind `"
                + (header.length() > 40 ? header.substring(0, 40) + "…" : header) + "`")
        .label("`{` expected"));
  }

  private static CommonToken made(int type, String text, int place) {
    CommonToken token = new CommonToken(type, text);
    token.setStartIndex(place);
    token.setStopIndex(place - 1);
    return token;
  }

  /** Brings a block's brace up to its statement, and puts an end behind each block that has none. */
  private static List<CommonToken> ends(Findings findings, List<CommonToken> tokens) {
    List<CommonToken> ended = new ArrayList<>(tokens.size() + 16);
    CommonToken word = null;
    for (CommonToken token : tokens) {
      int type = token.getType();
      CommonToken last = ended.isEmpty() ? null : ended.get(ended.size() - 1);
      boolean afterBlock = last != null && last.getType() == PodnetLexer.RBRACE;
      if (type == PodnetLexer.LBRACE
          && last != null
          && last.getType() == PodnetLexer.NL
          && word != null
          && isWord(word.getType())) {
        findings.report(Diagnostic.at(
                findings.span(token),
                SyntaxCode.BRACES,
                "the `{` of a block stands on the line of its statement")
            .label("a line end closes the statement before it")
            .related(findings.span(word), "`{` belongs behind this"));
        while (ended.get(ended.size() - 1).getType() == PodnetLexer.NL) {
          ended.remove(ended.size() - 1);
        }
      } else if (afterBlock && !Words.endsStatement(type)) {
        ended.add(made(PodnetLexer.SEMI, "", last.getStopIndex() + 1));
      }
      ended.add(token);
      word = type == PodnetLexer.NL ? word : token;
    }
    return ended;
  }

  private static boolean isWord(int type) {
    return type != PodnetLexer.LBRACE
        && type != PodnetLexer.RBRACE
        && type != PodnetLexer.SEMI
        && type != PodnetLexer.COMMA;
  }
}
