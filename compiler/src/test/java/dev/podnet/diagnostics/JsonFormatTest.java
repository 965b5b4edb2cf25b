package dev.podnet.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.podnet.source.SourceFile;
import dev.podnet.source.Span;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonFormatTest {

  private static final Code CODE = AddressCode.POD_CIDR_OVERLAP;
  private final JsonFormat format = new JsonFormat();

  @Test
  void everyFieldStandsInAStableOrder() {
    SourceFile file = new SourceFile("a.podnet", "node a\nnode b\n");
    Diagnostic error = Diagnostic.at(new Span(file, 12, 13), CODE, "it \"clashes\"")
        .label("here")
        .related(new Span(file, 5, 6), "there")
        .help("rename it")
        .build();
    Diagnostic warning =
        Diagnostic.of(CODE, "no place").severity(Severity.WARNING).build();
    assertThat(format.format(List.of(error, warning))).isEqualTo("""
            {
              "formatVersion": "1",
              "diagnostics": [
                {
                  "severity": "error",
                  "code": "PN2003",
                  "message": "it \\"clashes\\"",
                  "file": "a.podnet",
                  "line": 2,
                  "column": 6,
                  "endLine": 2,
                  "endColumn": 7,
                  "label": "here",
                  "related": [
                    {
                      "file": "a.podnet",
                      "line": 1,
                      "column": 6,
                      "endLine": 1,
                      "endColumn": 7,
                      "message": "there"
                    }
                  ],
                  "help": "rename it"
                },
                {
                  "severity": "warning",
                  "code": "PN2003",
                  "message": "no place",
                  "file": null,
                  "line": null,
                  "column": null,
                  "endLine": null,
                  "endColumn": null,
                  "label": "",
                  "related": [],
                  "help": "`podnet explain PN2003`"
                }
              ],
              "errors": 1,
              "warnings": 1
            }
            """);
  }

  @Test
  void noFindingsAreAnObjectToo() {
    assertThat(format.format(List.of())).isEqualTo("""
            {
              "formatVersion": "1",
              "diagnostics": [],
              "errors": 0,
              "warnings": 0
            }
            """);
  }

  @Test
  void controlCharactersAreEscapedAndComeBackWhole() {
    String nasty = "a\u001b[31m\u009b\u007f\u202e\u2028<&>'é🚀";
    String text = format.format(List.of(Diagnostic.of(CODE, nasty).build()));
    assertThat(text.chars()
            .filter(c -> c != '\n' && c < 0x20 || c >= 0x7f && c < 0xa0 || c == 0x202e)
            .toArray())
        .isEmpty();
    assertThat(text).contains("<&>'é🚀");
    JsonObject first = JsonParser.parseString(text)
        .getAsJsonObject()
        .getAsJsonArray("diagnostics")
        .get(0)
        .getAsJsonObject();
    assertThat(first.get("message").getAsString()).isEqualTo(nasty);
  }
}
