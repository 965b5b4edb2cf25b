package dev.podnet.diff;

import dev.podnet.origin.SpecObject;
import dev.podnet.source.Span;
import java.util.Optional;

/**
 * Why something changes: what the specs say differently, or what is different between the objects of two outputs.
 *
 * @param object the object of the spec
 * @param aspect which of its properties; empty for the object itself
 * @param verb what became of it
 * @param text the same in words, such as {@code service default/web: selector app=web -> app=shop}
 * @param chosen whether podnet chose it in both, so that it follows from something else
 * @param old where the old spec says so
 * @param now where the new spec says so
 */
public record Reason(
    SpecObject object,
    String aspect,
    Change.Verb verb,
    String text,
    boolean chosen,
    Optional<Span> old,
    Optional<Span> now) {}
