/** The place of the Maven plugin; its goals are not in this version. Uses the compile facade, the renderer and golden comparison. */
package dev.podnet.maven;
