/** Stepwise Flow Policy (arXiv 2510.15388): a flow of blocks, each of which takes Jordan–Kinderlehrer–Otto steps. */
@NullMarked
package dev.advect.offpolicy.swfp;

import org.jspecify.annotations.NullMarked;
