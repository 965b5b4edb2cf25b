/** Benchmarks of the stages inside one warm JVM. May use everything; nothing uses it. */
package dev.podnet.bench;
