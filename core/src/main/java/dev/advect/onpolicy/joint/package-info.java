/**
 * FPO with an exact ratio: the action is a Gaussian around the flow's end, and the ratio is that of the joint density of
 * noise and action.
 */
@NullMarked
package dev.advect.onpolicy.joint;

import org.jspecify.annotations.NullMarked;
