package dev.podnet.format;

import dev.podnet.format.Layout.Blank;
import dev.podnet.format.Layout.Block;
import dev.podnet.format.Layout.Item;
import dev.podnet.format.Layout.Remark;
import dev.podnet.format.Layout.Row;
import dev.podnet.format.Layout.Statement;
import dev.podnet.grammar.PodnetLexer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.Token;

/** Reads the layout of a source that parses without an error. */
final class LayoutReader {

  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private LayoutReader(String text) {
    PodnetLexer lexer = new PodnetLexer(CharStreams.fromString(text));
    lexer.removeErrorListeners();
    Token token;
    do {
      token = lexer.nextToken();
      if (token.getType() != PodnetLexer.SPACE) {
        tokens.add(token);
      }
    } while (token.getType() != Token.EOF);
  }

  /** What stands in a source. */
  static List<Item> read(String text) {
    LayoutReader reader = new LayoutReader(text);
    List<Item> items = reader.items();
    if (!reader.is(Token.EOF)) {
      throw new IllegalArgumentException("a closing brace without an opening one");
    }
    return items;
  }

  private boolean is(int type) {
    return tokens.get(at).getType() == type;
  }

  private Token take() {
    return tokens.get(at++);
  }

  /** Everything up to a closing brace or the end. */
  private List<Item> items() {
    List<Item> items = new ArrayList<>();
    int ends = 0;
    while (!is(Token.EOF) && !is(PodnetLexer.RBRACE)) {
      if (is(PodnetLexer.NL)) {
        ends++;
        take();
      } else if (is(PodnetLexer.SEMI)) {
        take();
      } else {
        if (ends > 1 && !items.isEmpty()) {
          items.add(new Blank());
        }
        ends = 0;
        items.add(is(PodnetLexer.COMMENT) ? new Remark(comment()) : statement());
      }
    }
    return items;
  }

  private String comment() {
    return take().getText().stripTrailing();
  }

  /** The comment that comes next on the line. */
  private Optional<String> remark() {
    return is(PodnetLexer.COMMENT) ? Optional.of(comment()) : Optional.empty();
  }

  private Statement statement() {
    List<Row> rows = new ArrayList<>();
    List<String> words = new ArrayList<>();
    Optional<Block> block = Optional.empty();
    while (!ends()) {
      if (is(PodnetLexer.LBRACE)) {
        block = Optional.of(block());
        break;
      }
      boolean comma = is(PodnetLexer.COMMA);
      words.add(take().getText());
      if (comma && goesOn()) {
        rows.add(new Row(List.copyOf(words), remark()));
        words.clear();
        lines(rows);
      }
    }
    if (!words.isEmpty()) {
      rows.add(new Row(List.copyOf(words), Optional.empty()));
    }
    int semicolons = at;
    while (is(PodnetLexer.SEMI)) {
      take();
    }
    Optional<String> remark = remark();
    if (remark.isEmpty()) {
      at = semicolons;
    }
    return new Statement(List.copyOf(rows), block, remark);
  }

  private boolean ends() {
    return is(PodnetLexer.NL)
        || is(PodnetLexer.SEMI)
        || is(PodnetLexer.RBRACE)
        || is(PodnetLexer.COMMENT)
        || is(Token.EOF);
  }

  /** Whether the line ends here, maybe with a comment. */
  private boolean goesOn() {
    return is(PodnetLexer.NL) || is(PodnetLexer.COMMENT);
  }

  /** Goes to the next line with words on it; comments between are rows of their own. */
  private void lines(List<Row> rows) {
    while (goesOn()) {
      if (is(PodnetLexer.COMMENT)) {
        rows.add(new Row(List.of(), Optional.of(comment())));
      } else {
        take();
      }
    }
  }

  private Block block() {
    int open = at++;
    Optional<String> remark = remark();
    List<Item> items = items();
    // The lexer counts no line for a lone carriage return, which is a line's end too.
    boolean oneLine =
        tokens.subList(open, at).stream().noneMatch(t -> t.getType() == PodnetLexer.NL);
    if (!is(PodnetLexer.RBRACE)) {
      throw new IllegalArgumentException("an opening brace without a closing one");
    }
    take();
    return new Block(items, oneLine, remark);
  }
}
