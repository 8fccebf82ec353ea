/** The environments in which a policy acts: a single one, many stepped together, and a description of their shapes. */
@NullMarked
package dev.advect.env;

import org.jspecify.annotations.NullMarked;
