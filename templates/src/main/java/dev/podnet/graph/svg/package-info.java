/**
 * The drawing as SVG (W3C, "Scalable Vector Graphics 2"): a layout of its own, made of bars, cards and chips on a grid, with
 * whole numbers, so that the same drawing gives the same bytes.
 *
 * <p>Uses {@code graph}.
 */
package dev.podnet.graph.svg;
