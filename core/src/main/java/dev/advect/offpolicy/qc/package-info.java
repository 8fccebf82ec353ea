/** Q-chunking (arXiv 2507.07969): the best by a critic of several chunks of actions that a flow draws. */
@NullMarked
package dev.advect.offpolicy.qc;

import org.jspecify.annotations.NullMarked;
