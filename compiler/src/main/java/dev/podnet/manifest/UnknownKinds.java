package dev.podnet.manifest;

import dev.podnet.diagnostics.DidYouMean;
import dev.podnet.diagnostics.ManifestCode;
import dev.podnet.source.Span;
import java.util.Collection;
import java.util.Optional;

/** Tells other people's kinds, which are skipped, from kinds that were misspelt. */
final class UnknownKinds {

  private UnknownKinds() {}

  /**
   * Reports a kind that nobody reads if it seems to be one that should be.
   *
   * @return whether it was reported
   */
  static boolean report(Fields fields, String apiVersion, String kind) {
    Span kindPlace = fields.has("kind") ? valuePlace(fields, "kind") : fields.place();
    boolean ownGroup = Kinds.isOwnGroup(apiVersion);
    boolean noGroup = !apiVersion.contains("/") && !apiVersion.contains(".");
    Collection<String> versions = Kinds.versions(kind);
    String message = "Kubernetes has no " + Values.shown(kind) + " in " + Values.shown(apiVersion);
    if (!versions.isEmpty() && (ownGroup || noGroup)) {
      fields
          .reading()
          .at(
              fields.has("apiVersion") ? valuePlace(fields, "apiVersion") : kindPlace,
              ManifestCode.UNKNOWN_KIND,
              message)
          .help("write apiVersion: " + versions.iterator().next())
          .report();
      return true;
    }
    Optional<String> near =
        ownGroup ? DidYouMean.among(kind, Kinds.candidates(kind)) : Optional.empty();
    near.ifPresent(other -> fields
        .reading()
        .at(kindPlace, ManifestCode.UNKNOWN_KIND, message)
        .help("did you mean " + other + "?")
        .report());
    return near.isPresent();
  }

  private static Span valuePlace(Fields fields, String key) {
    return fields.node(key).map(fields.reading()::span).orElse(fields.place());
  }
}
