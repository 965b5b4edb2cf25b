/**
 * Findings as values: codes, places, reasons and ways out, and the forms they are shown in.
 *
 * <p>A stage reports to a {@link dev.podnet.diagnostics.Diagnostics} sink and goes on with what is sound. Uses {@code
 * dev.podnet.source}.
 */
package dev.podnet.diagnostics;
