/**
 * The drawing of a cluster's network: what is drawn as a value ({@link dev.podnet.graph.Drawing}), and its three forms,
 * SVG with a layout of its own, DOT for Graphviz and Mermaid for Markdown. What hosts have is taken from the plan, so that
 * the drawing shows what packets see.
 *
 * <p>The size of a drawing is bounded: what is too much for a reader is shown as groups and counts. Uses {@code net},
 * {@code source}, {@code model} and {@code plan}.
 */
package dev.podnet.graph;
