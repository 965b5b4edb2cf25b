/**
 * What templates are given: values that are ready to be written, without anything left to decide.
 *
 * <p>Uses {@code plan}. Public because FreeMarker reads public types only.
 */
package dev.podnet.render.view;
