/**
 * From a cluster to a plan: which backends were chosen, what their settings say, and the plan they fill together.
 *
 * <p>Uses {@code spi}, {@code model}, {@code plan}, {@code diagnostics} and {@code net}; knows no backend by class.
 */
package dev.podnet.planning;
