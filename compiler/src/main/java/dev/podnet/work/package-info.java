/** Many like pieces of work on all processors, with a result that does not depend on how many there are. Uses nothing. */
package dev.podnet.work;
