/**
 * The canonical layout of a spec: the same statements, words and comments, laid out in one way.
 *
 * <p>Works on the words of a source that parses without an error, not on what they mean. Uses {@code source}, {@code
 * diagnostics}, {@code syntax} and the grammar's lexer.
 */
package dev.podnet.format;
