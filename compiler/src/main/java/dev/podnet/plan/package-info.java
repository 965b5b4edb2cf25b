/**
 * The plan: what every host is to be, as data. Backends fill it, templates write it out, the simulator walks packets
 * through it, the diff compares two of them.
 *
 * <p>No element holds shell text or a command; each holds typed values and says which object of the spec it serves.
 * Uses {@code net} only.
 */
package dev.podnet.plan;
