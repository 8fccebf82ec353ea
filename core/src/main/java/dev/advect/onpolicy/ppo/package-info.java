/** Gaussian Proximal Policy Optimization (arXiv 1707.06347), the baseline of FPO. */
@NullMarked
package dev.advect.onpolicy.ppo;

import org.jspecify.annotations.NullMarked;
