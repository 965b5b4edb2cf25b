/**
 * What was written in a {@code .podnet} file, in the order written: the syntax tree, and the reader that makes it from
 * the parse tree of module {@code grammar}.
 *
 * <p>The tree mirrors the text, not the network: nothing is looked up and nothing defaulted here. A value that could not
 * be read was reported and is left out. Uses {@code net}, {@code source}, {@code diagnostics} and the grammar.
 */
package dev.podnet.syntax;
