package dev.podnet.compile;

import java.nio.file.Path;

/**
 * A file that was read.
 *
 * @param path its absolute path
 * @param name relative to the folder all inputs are below, with slashes: the same on every machine
 * @param sha256 the SHA-256 of its bytes, in lower-case hex
 */
public record InputFile(Path path, String name, String sha256) {}
