/**
 * Source texts and places in them. Every value that came from a text keeps its {@link dev.podnet.source.Span} until the
 * last diagnostic about it could be written.
 *
 * <p>Uses nothing of podnet.
 */
package dev.podnet.source;
