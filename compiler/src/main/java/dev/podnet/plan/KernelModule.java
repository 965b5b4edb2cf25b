package dev.podnet.plan;

/**
 * A kernel feature that must be there, and the module that brings it where it is not built in.
 *
 * @param name the module, such as {@code br_netfilter}
 * @param evidence a path below /proc or /sys that exists once it is loaded; empty when the kernel loads it by itself
 */
public record KernelModule(String name, String evidence) {}
