package dev.podnet.diagnostics;

/** What can be wrong with the text of a {@code .podnet} file: PN0xxx. */
public enum SyntaxCode implements Code {
  /** A word or sign where none of its kind may stand. */
  UNEXPECTED("PN0001", "unexpected word or sign"),
  /** A statement that does not exist. */
  UNKNOWN_STATEMENT("PN0002", "unknown statement"),
  /** A statement that exists, but not in this block. */
  WRONG_PLACE("PN0003", "statement in the wrong place"),
  /** A statement ends before its value. */
  MISSING_VALUE("PN0004", "a value is missing"),
  /** A statement goes on behind its last value. */
  EXTRA_VALUE("PN0005", "something is left over behind a statement"),
  /** A statement that needs a block has none. */
  MISSING_BLOCK("PN0006", "a block is missing"),
  /** A block behind a statement that takes none. */
  NO_BLOCK_HERE("PN0007", "a statement that takes no block has one"),
  /** Braces that do not pair. */
  BRACES("PN0008", "braces do not pair"),
  /** {@code =} or {@code :} between a keyword and its value. */
  ASSIGNMENT("PN0009", "a sign between a keyword and its value"),
  /** A comma where spaces separate, or the other way round. */
  SEPARATOR("PN0010", "the wrong separator"),
  /** A string without its closing quote. */
  UNTERMINATED_STRING("PN0011", "a string is not closed"),
  /** Quotes around a bare value, or none around a string. */
  QUOTES("PN0012", "quotes where none belong, or none where they do"),
  /** An escape that does not exist. */
  BAD_ESCAPE("PN0013", "unknown escape in a string"),
  /** A character that may not stand in a source. */
  BAD_CHARACTER("PN0014", "a character that may not stand here"),
  /** YAML or JSON. */
  NOT_PODNET("PN0015", "this is another language"),
  /** The same statement twice. */
  DUPLICATE_STATEMENT("PN0016", "a statement stands twice"),
  /** The same value twice. */
  DUPLICATE_VALUE("PN0017", "a value stands twice"),
  /** More than podnet takes. */
  LIMIT("PN0018", "larger than podnet takes"),
  /** Reading stopped after many errors. */
  TOO_MANY_ERRORS("PN0019", "too many errors"),
  /** Something that is no address. */
  BAD_ADDRESS("PN0020", "not an address"),
  /** Something that is no prefix. */
  BAD_PREFIX("PN0021", "not a prefix"),
  /** A prefix with host bits. */
  HOST_BITS("PN0022", "a prefix with host bits"),
  /** More than one value of a family where there may be one. */
  FAMILIES("PN0023", "two of the same address family"),
  /** Something that is no number, or one out of range. */
  BAD_NUMBER("PN0024", "not a number, or out of range"),
  /** Something that is no port. */
  BAD_PORT("PN0025", "not a port"),
  /** A range that is none. */
  BAD_RANGE("PN0026", "not a range"),
  /** A protocol that does not exist. */
  BAD_PROTOCOL("PN0027", "unknown protocol"),
  /** Something that cannot be a name. */
  BAD_NAME("PN0028", "not a valid name"),
  /** Something that cannot be a label. */
  BAD_LABEL("PN0029", "not a valid label"),
  /** Something that is no duration. */
  BAD_DURATION("PN0030", "not a duration"),
  /** A value that is not one of the few a statement takes. */
  BAD_CHOICE("PN0031", "not one of the possible values"),
  /** Something that should name an object and does not. */
  BAD_REFERENCE("PN0032", "not a reference");

  private final String id;
  private final String title;

  SyntaxCode(String id, String title) {
    this.id = id;
    this.title = title;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public Severity severity() {
    return Severity.ERROR;
  }

  @Override
  public String title() {
    return title;
  }
}
