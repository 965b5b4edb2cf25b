/**
 * Writes a {@link dev.podnet.plan.Plan} out as the files of {@code docs/output.md}: FreeMarker templates hold the words and
 * loops, the formatters here give each element of the plan its text.
 *
 * <p>Uses {@code plan}, {@code net} and its own {@code view}.
 */
package dev.podnet.render;
