/**
 * The interfaces a backend implements. A backend is found by {@link java.util.ServiceLoader}, reads the model and fills
 * a plan; it writes no text and knows no other backend.
 *
 * <p>Uses {@code net}, {@code source}, {@code diagnostics}, {@code model} and {@code plan}.
 */
package dev.podnet.spi;
