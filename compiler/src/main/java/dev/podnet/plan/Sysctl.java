package dev.podnet.plan;

/**
 * A kernel setting of the host's network namespace.
 *
 * @param key with slashes, as below /proc/sys: {@code net/ipv4/conf/flannel.1/rp_filter}, so that an interface name may
 *     hold a dot
 * @param value the value as the kernel prints it
 * @param reason what it is for
 */
public record Sysctl(String key, String value, String reason) {}
