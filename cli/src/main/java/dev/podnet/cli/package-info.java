/**
 * The commands. Each reads its arguments, calls the compiler and shows what came of it; the exit status is part of the
 * contract with scripts.
 *
 * <p>Uses everything but the lab. Nothing here ends the process but {@link dev.podnet.cli.Main}.
 */
package dev.podnet.cli;
