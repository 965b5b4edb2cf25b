/**
 * Kubernetes manifests as they were written: the reader and the objects it makes.
 *
 * <p>YAML is composed into nodes, never constructed into objects, so every value keeps its line and column. Uses {@code
 * net}, {@code source}, {@code diagnostics} and {@code work}.
 */
package dev.podnet.manifest;
