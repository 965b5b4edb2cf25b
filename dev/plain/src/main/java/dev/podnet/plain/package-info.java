/**
 * A tool of the build, no part of podnet: rewrites compiled classes so that lambdas, method references and the methods of
 * records are plain code. What javac leaves for the first use to link ({@code invokedynamic}, JVMS 6.5) takes a tenth of
 * a millisecond for each place, even with class data sharing, and a compile of a small cluster passes a thousand of them.
 * May use ASM and the JDK only.
 */
package dev.podnet.plain;
