/**
 * Runs a saved policy with nothing but the JDK: {@link dev.advect.runtime.Policy} acts on one observation or many,
 * {@link dev.advect.runtime.PolicyFile} is what a file holds.
 */
@NullMarked
package dev.advect.runtime;

import org.jspecify.annotations.NullMarked;
