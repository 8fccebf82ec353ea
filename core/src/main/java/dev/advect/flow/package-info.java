/**
 * Flow matching: velocity fields, the solvers that integrate them, the embedding of time, and the densities of flows.
 *
 * <p>The convention is that of FPO's public reference implementation: t = 1 is noise and t = 0 is the action. The path
 * between an action a and noise ε is x_t = t·ε + (1 − t)·a, and its velocity is dx/dt = ε − a. (The paper's τ is 1 −
 * t.)
 */
@NullMarked
package dev.advect.flow;

import org.jspecify.annotations.NullMarked;
