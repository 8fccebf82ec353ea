/** The examples compile, learn, and are what the README shows. */
@NullMarked
package dev.advect.examples;

import org.jspecify.annotations.NullMarked;
