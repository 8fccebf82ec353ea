package dev.advect.mujoco;

/**
 * The physics options of a {@link Model}, named as in {@code mjOption} of MuJoCo 2.2.2.
 *
 * @param integrator 0 Euler, 1 fourth-order Runge-Kutta, 2 implicit
 * @param cone friction cone, 0 pyramidal, 1 elliptic
 * @param solver 0 PGS, 1 CG, 2 Newton
 * @param iterations maximum number of solver iterations
 * @param disableflags bits of the disabled features
 * @param enableflags bits of the enabled optional features
 * @param tolerance the tolerance at which the solver stops
 * @param impratio ratio of frictional to normal constraint impedance
 * @param density density of the medium, kg/m^3
 * @param viscosity viscosity of the medium, kg/(m s)
 */
public record Options(
        int integrator,
        int cone,
        int solver,
        int iterations,
        int disableflags,
        int enableflags,
        double tolerance,
        double impratio,
        double density,
        double viscosity) {}
