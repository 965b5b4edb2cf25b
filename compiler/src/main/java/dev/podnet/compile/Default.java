package dev.podnet.compile;

/**
 * A default in effect: what the compiler took because the spec is silent about it.
 *
 * @param statement the statement as it could be written, such as {@code proxyMode iptables}
 * @param meaning what it is, in a few words
 */
public record Default(String statement, String meaning) {}
