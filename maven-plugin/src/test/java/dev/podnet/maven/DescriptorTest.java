package dev.podnet.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** The descriptor that the build makes of the goals, beside what the documentation says of them. */
class DescriptorTest {

  private static Document descriptor;

  @BeforeAll
  static void read() throws Exception {
    try (InputStream in = DescriptorTest.class.getResourceAsStream("/META-INF/maven/plugin.xml")) {
      descriptor = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in);
    }
  }

  private static List<Element> all(Node parent, String name) {
    NodeList found = parent instanceof Document document
        ? document.getElementsByTagName(name)
        : ((Element) parent).getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      elements.add((Element) found.item(i));
    }
    return elements;
  }

  private static String text(Element parent, String name) {
    return all(parent, name).stream().findFirst().map(Element::getTextContent).orElse("");
  }

  @Test
  void hasTheGoalsAndTheirPhases() {
    List<String> goals = all(descriptor, "mojo").stream()
        .map(m -> text(m, "goal") + " " + text(m, "phase"))
        .toList();
    assertThat(goals)
        .containsExactlyInAnyOrder(
            "check validate", "compile generate-resources", "verify verify", "update ", "help ");
  }

  @Test
  void letsModulesBeBuiltAtTheSameTime() {
    assertThat(all(descriptor, "mojo")).allMatch(m -> text(m, "threadSafe").equals("true"));
  }

  @Test
  void everyParameterHasAPropertyAWordAboutItAndALineInTheDocumentation() throws Exception {
    String page = Files.readString(Path.of("../docs/maven-plugin.md"));
    for (Element mojo : all(descriptor, "mojo")) {
      String goal = text(mojo, "goal");
      if (goal.equals("help")) {
        continue;
      }
      Element configuration = all(mojo, "configuration").get(0);
      for (Element parameter : all(mojo, "parameter")) {
        if (!text(parameter, "editable").equals("true")) {
          continue;
        }
        String name = text(parameter, "name");
        String property = text(configuration, name);
        assertThat(property).as("%s of %s", name, goal).startsWith("${podnet.");
        assertThat(text(parameter, "description")).as("%s of %s", name, goal).isNotBlank();
        assertThat(text(parameter, "since")).as("%s of %s", name, goal).isEqualTo("0.1.0");
        assertThat(page)
            .contains(
                "| `" + name + "` | `" + property.substring(2, property.length() - 1) + "` |");
      }
    }
  }
}
