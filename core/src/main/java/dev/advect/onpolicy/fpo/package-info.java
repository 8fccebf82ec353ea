/**
 * Flow Policy Optimization (arXiv 2507.21053) and its variants: FPO++ (arXiv 2602.02481) and ReFPO (arXiv 2606.21086)
 * differ only in values of {@link dev.advect.onpolicy.fpo.FpoConfig}.
 */
@NullMarked
package dev.advect.onpolicy.fpo;

import org.jspecify.annotations.NullMarked;
