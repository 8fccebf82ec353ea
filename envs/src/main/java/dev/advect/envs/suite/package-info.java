/**
 * The control suite on MuJoCo: the models of dm_control (Tassa et al., "DeepMind Control Suite", 2018,
 * arXiv:1801.00690) with the observations, rewards, resets and time steps of MuJoCo Playground (Zakka et al., 2025,
 * arXiv:2502.08844). {@link dev.advect.envs.suite.Suite} provides the tasks by name.
 *
 * <p>The physics differs from Playground's in these points:
 * <ul>
 *   <li>Playground disables Euler's implicit damping. MuJoCo 2.2.2 has no such option, but {@code ExplicitDamping}
 *       compiles the models so that their damping is explicit too. Playground integrates the finger with
 *       {@code implicitfast}, which 2.2.2 also lacks, but which for that model equals Euler with implicit damping.
 *   <li>Playground limits the iterations of the solver's line search ({@code ls_iterations}), which cannot be set in
 *       2.2.2. Compared with MuJoCo 3.14 on Playground's files, over 400 steps with contacts, the hopper's trajectories
 *       agree within 1e-11 and the humanoid's within 1e-7, but the walker's diverge soon after its first contact, where
 *       Playground's five line-search iterations do not suffice; with fifty they agree within 1e-11.
 *   <li>Playground limits the number of contacts of cheetah, finger, hopper, walker and humanoid
 *       ({@code max_contact_points}), an option of its own engine.
 *   <li>Playground computes in single precision, MuJoCo in double.
 *   <li>Playground's reset samples some numbers with a reused key, which correlates them (the cart-pole's angle and
 *       velocities, the angles of finger and spinner); here all samples are independent.
 * </ul>
 */
@NullMarked
package dev.advect.envs.suite;

import org.jspecify.annotations.NullMarked;
