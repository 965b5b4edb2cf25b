/** From spec text to plans, for the tests of backends. */
package dev.podnet.backends.testing;
