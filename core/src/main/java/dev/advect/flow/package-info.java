/**
 * Flow matching: velocity fields, the solvers that integrate them, and how time enters a network.
 *
 * <p>The convention throughout is that of FPO's public reference: t = 1 is noise, t = 0 is the action, the path between
 * an action a and a noise ε is x_t = t·ε + (1 − t)·a, and its velocity is dx/dt = ε − a. (The paper's τ is 1 − t.)
 */
@NullMarked
package dev.advect.flow;

import org.jspecify.annotations.NullMarked;
