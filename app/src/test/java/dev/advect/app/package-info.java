/** Tests of the command line, in this process. */
@NullMarked
package dev.advect.app;

import org.jspecify.annotations.NullMarked;
