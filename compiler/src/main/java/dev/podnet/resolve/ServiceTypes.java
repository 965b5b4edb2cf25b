package dev.podnet.resolve;

import dev.podnet.model.Service;

/** The words for types of services. */
final class ServiceTypes {

  private ServiceTypes() {}

  /** The type of a word that is known to be one. */
  static Service.Type of(String word) {
    for (Service.Type type : Service.Type.values()) {
      if (type.word().equals(word)) {
        return type;
      }
    }
    throw new IllegalArgumentException("no type of service: " + word);
  }
}
