package dev.podnet.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.source.SourceFile;
import dev.podnet.source.Span;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GithubFormatTest {

  private static final Code CODE = AddressCode.POD_CIDR_OVERLAP;
  private final GithubFormat format = new GithubFormat(source -> Optional.of(source.name()));

  @Test
  void aFindingIsOneCommandWithItsPlace() {
    SourceFile file = new SourceFile("a,b:c.podnet", "node a\nnode b\n");
    Diagnostic diagnostic = Diagnostic.at(new Span(file, 12, 13), CODE, "100% wrong")
        .label("here")
        .related(new Span(file, 5, 6), "there")
        .help("rename it\nor not")
        .build();
    assertThat(format.format(List.of(diagnostic)))
        .isEqualTo("::error file=a%2Cb%3Ac.podnet,line=2,endLine=2,col=6,endColumn=7,title=PN2003::"
            + "100%25 wrong: here%0Aa,b:c.podnet:1:6: there%0Ahelp: rename it%0Ahelp: or not\n");
  }

  @Test
  void severitiesHaveGithubsWords() {
    Diagnostic warning = Diagnostic.of(CODE, "w").severity(Severity.WARNING).build();
    Diagnostic note = Diagnostic.of(CODE, "n").severity(Severity.NOTE).build();
    assertThat(format.format(List.of(warning, note)))
        .isEqualTo("::warning title=PN2003::w\n::notice title=PN2003::n\n");
  }

  @Test
  void aMessageCannotBeginACommandOfItsOwn() {
    Diagnostic diagnostic = Diagnostic.of(CODE, "m\n::error::forged\r\u001b").build();
    assertThat(format.format(List.of(diagnostic)))
        .isEqualTo("::error title=PN2003::m␊::error::forged␍␛\n");
  }

  @Test
  void columnsAreLeftOutWhereGithubWouldMisreadThem() {
    SourceFile file = new SourceFile("a", "x\ny");
    Diagnostic diagnostic = Diagnostic.at(new Span(file, 0, 3), CODE, "m").build();
    assertThat(format.format(List.of(diagnostic)))
        .isEqualTo("::error file=a,line=1,endLine=2,title=PN2003::m\n");
  }
}
