/** FQL (arXiv 2502.02538): a one-step policy, distilled from a flow that imitates the data, while it maximises the critic. */
@NullMarked
package dev.advect.offpolicy.fql;

import org.jspecify.annotations.NullMarked;
