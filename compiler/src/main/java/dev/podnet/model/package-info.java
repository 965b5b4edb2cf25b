/**
 * The network that is meant: one immutable {@link dev.podnet.model.Cluster}, every name bound, every address chosen.
 *
 * <p>Knows no syntax and no manifest, only the places values came from. Lists are sorted by name (pods and services by
 * namespace, then name; numbers inside names by value). Uses {@code net} and {@code source}.
 */
package dev.podnet.model;
