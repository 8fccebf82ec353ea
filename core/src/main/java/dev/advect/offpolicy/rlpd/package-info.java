/** RLPD (arXiv 2302.02948): soft actor-critic with an ensemble of critics, half of each batch from demonstrations. */
@NullMarked
package dev.advect.offpolicy.rlpd;

import org.jspecify.annotations.NullMarked;
