/**
 * The control suite on MuJoCo: the models of dm_control (Tassa et al., "DeepMind Control Suite", 2018,
 * arXiv:1801.00690) with observations, rewards, resets and time steps of MuJoCo Playground (Zakka et al., 2025,
 * arXiv:2502.08844). {@link dev.advect.envs.suite.Suite} makes them by name.
 *
 * <p>Where the physics is not to the letter Playground's:
 * <ul>
 *   <li>Its models switch Euler's implicit damping off. MuJoCo 2.2.2 cannot, but the models are compiled so that the
 *       damping is explicit all the same, see {@code ExplicitDamping}. The finger it integrates by
 *       {@code implicitfast}, which 2.2.2 does not have either, but which for that model is Euler with implicit damping.
 *   <li>It limits the solver's line search ({@code ls_iterations}), which 2.2.2 does not let one set; and the contacts
 *       of cheetah, finger, hopper, walker and humanoid to a few ({@code max_contact_points}), which is for its own engine.
 *       Of the paths over 400 steps with contacts, that MuJoCo 3.14 computes from its files, hopper's stay within 1e-11
 *       and humanoid's within 1e-7, but the walker's part from them soon after its first contact, since five iterations
 *       of the line search do not suffice there; with fifty they stay within 1e-11.
 *   <li>It computes in single precision, MuJoCo in double.
 *   <li>Its reset draws some numbers from a reused key, which ties them together (the cartpole's angle and
 *       velocities, the angles of finger and spinner); here all draws are independent.
 * </ul>
 */
@NullMarked
package dev.advect.envs.suite;

import org.jspecify.annotations.NullMarked;
