/**
 * The runtime of saved policies, which needs nothing but the JDK: {@link dev.advect.runtime.Policy} acts on one or many
 * observations, and {@link dev.advect.runtime.PolicyFile} is the content of a file.
 */
@NullMarked
package dev.advect.runtime;

import org.jspecify.annotations.NullMarked;
