/**
 * The goals of the Maven plugin. Each reads its parameters, calls the library that the command line calls too, and shows
 * what came of it as Maven shows things.
 *
 * <p>Uses the compiler and the output; nothing of the command line. Keeps no state but what is in the build folder, so
 * that modules can be built at the same time.
 */
package dev.podnet.maven;
