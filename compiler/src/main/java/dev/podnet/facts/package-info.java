/**
 * What an output says, as facts that can be compared: a key and the lines that stand for it, whatever file they are in.
 * Read from the text that hosts load, so a plan that was just rendered and a folder written long ago are read by the same
 * reader. The text may come from anywhere: nothing in it is trusted.
 *
 * <p>Uses nothing of podnet.
 */
package dev.podnet.facts;
