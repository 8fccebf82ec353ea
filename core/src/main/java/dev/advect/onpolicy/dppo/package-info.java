/** Diffusion Policy Policy Optimization (arXiv 2409.00588): PPO on the Markov chain of denoising steps. */
@NullMarked
package dev.advect.onpolicy.dppo;

import org.jspecify.annotations.NullMarked;
