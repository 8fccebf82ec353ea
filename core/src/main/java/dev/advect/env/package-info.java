/** What a policy acts in: one environment, many of them stepped together, and the shapes they agree on. */
@NullMarked
package dev.advect.env;

import org.jspecify.annotations.NullMarked;
