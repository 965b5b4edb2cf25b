package dev.podnet;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds the arrows of docs/architecture.md. */
class ArchitectureTest {

  private static final String ROOT = "dev.podnet.";

  /** Which packages of podnet a package may use, besides itself. */
  private static final Map<String, List<String>> MAY_USE = new TreeMap<>();

  static {
    allow("grammar");
    allow("work");
    allow("net");
    allow("source");
    allow("diagnostics", "source");
    allow("syntax", "net", "source", "diagnostics", "grammar");
    allow("format", "syntax", "source", "diagnostics", "grammar");
    allow("manifest", "work", "net", "source", "diagnostics");
    allow("model", "net", "source");
    allow("plan", "net");
    allow("facts");
    allow("origin", "facts", "model", "syntax", "net", "source", "diagnostics");
    allow("diff", "origin", "facts", "model", "source");
    allow("resolve", "syntax", "manifest", "model", "net", "source", "diagnostics");
    allow("simulate", "work", "model", "plan", "net", "source", "diagnostics");
    allow("spi", "model", "plan", "net", "source", "diagnostics");
    allow("planning", "work", "spi", "model", "plan", "net", "source", "diagnostics");
    allow("check", "planning", "spi", "model", "plan", "net", "source", "diagnostics");
    allow(
        "compile",
        "work",
        "check",
        "simulate",
        "planning",
        "spi",
        "plan",
        "resolve",
        "model",
        "manifest",
        "syntax",
        "net",
        "source",
        "diagnostics");
    allow("backends", "work", "spi", "model", "plan", "net", "source", "diagnostics");
    allow("graph", "plan", "model", "net", "source");
    allow(
        "output",
        "work",
        "render",
        "facts",
        "plan",
        "compile",
        "model",
        "net",
        "source",
        "diagnostics");
    allow("render", "work", "plan", "compile", "model", "net", "source", "diagnostics");
    allow(
        "cli",
        "render",
        "output",
        "diff",
        "origin",
        "facts",
        "graph",
        "compile",
        "check",
        "planning",
        "simulate",
        "spi",
        "plan",
        "resolve",
        "model",
        "manifest",
        "syntax",
        "format",
        "net",
        "source",
        "diagnostics");
  }

  private static JavaClasses podnet;

  private static void allow(String name, String... others) {
    MAY_USE.put(name, List.of(others));
  }

  @BeforeAll
  static void read() {
    podnet = new ClassFileImporter()
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
        .importPackages("dev.podnet");
  }

  @Test
  void everyPackageIsOnTheMapAndHasAPackageInfo() {
    List<String> stages = new ArrayList<>();
    for (JavaPackage child : podnet.getPackage("dev.podnet").getSubpackages()) {
      stages.add(child.getName().substring(ROOT.length()));
    }
    assertThat(stages).containsExactlyInAnyOrderElementsOf(MAY_USE.keySet());
    for (JavaPackage each : podnet.getPackage("dev.podnet").getSubpackagesInTree()) {
      if (!each.getClasses().isEmpty() && !each.getName().equals("dev.podnet.grammar")) {
        assertThat(each.tryGetPackageInfo())
            .as("package-info of " + each.getName())
            .isPresent();
      }
    }
  }

  @Test
  void packagesUseOnlyWhatTheArrowsAllow() {
    for (Map.Entry<String, List<String>> entry : MAY_USE.entrySet()) {
      List<String> allowed = new ArrayList<>(entry.getValue());
      allowed.add(entry.getKey());
      List<String> forbidden =
          MAY_USE.keySet().stream().filter(p -> !allowed.contains(p)).toList();
      noClasses()
          .that(resideInAPackage(ROOT + entry.getKey() + ".."))
          .should()
          .dependOnClassesThat(resideInAnyPackage(
              forbidden.stream().map(p -> ROOT + p + "..").toArray(String[]::new)))
          .allowEmptyShould(false)
          .check(podnet);
    }
  }

  @Test
  void packagesFormNoCycle() {
    slices().matching("dev.podnet.(**)").should().beFreeOfCycles().check(podnet);
  }

  @Test
  void aBackendKnowsNoOtherBackendButTheCommonPart() {
    for (JavaPackage backend : podnet.getPackage("dev.podnet.backends").getSubpackages()) {
      String name = backend.getRelativeName();
      if (!name.equals("common")) {
        classes()
            .that(resideInAPackage("dev.podnet.backends." + name + ".."))
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                    "dev.podnet.backends." + name + "..", "dev.podnet.backends.common..")
                .or(resideInAPackage("dev.podnet.backends..").negate().and(alwaysTrue())))
            .check(podnet);
      }
    }
  }

  @Test
  void nothingBelowTheCommandLineEndsTheProcessOrPrints() {
    noClasses()
        .that(resideInAPackage("dev.podnet..")
            .and(resideInAPackage("dev.podnet.cli..").negate()))
        .should()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(podnet);
  }
}
