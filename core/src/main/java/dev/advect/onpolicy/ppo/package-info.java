/** Proximal Policy Optimization (arXiv 1707.06347) with a Gaussian policy, the baseline for FPO. */
@NullMarked
package dev.advect.onpolicy.ppo;

import org.jspecify.annotations.NullMarked;
