/**
 * The search for good values of a configuration: asynchronous successive halving (Li et al., "A System for Massively
 * Parallel Hyperparameter Tuning", arXiv 1810.05934) over proposals of tree-structured Parzen estimators (Bergstra et
 * al., "Algorithms for Hyper-Parameter Optimization", 2011) or of chance.
 */
@NullMarked
package dev.advect.experiments.sweep;

import org.jspecify.annotations.NullMarked;
