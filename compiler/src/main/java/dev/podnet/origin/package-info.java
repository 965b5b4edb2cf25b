/**
 * From a line of an output back to the spec: which objects it is about, and which statements made it.
 *
 * <p>The output names objects itself, in comments, addresses and names; these are looked up among the objects of the
 * cluster. So no backend has to carry anything along, nothing is added to the output, and the line of an old output is
 * understood as well.
 *
 * <p>Uses {@code facts}, {@code model}, {@code syntax}, {@code net}, {@code source} and {@code diagnostics}.
 */
package dev.podnet.origin;
