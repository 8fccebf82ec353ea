package dev.advect.mujoco;

/**
 * Physics options of a {@link Model}, as {@code mjOption} of MuJoCo 2.2.2 names them.
 *
 * @param integrator 0 Euler, 1 fourth-order Runge-Kutta, 2 implicit
 * @param cone friction cone, 0 pyramidal, 1 elliptic
 * @param solver 0 PGS, 1 CG, 2 Newton
 * @param iterations at most, of the solver
 * @param disableflags bits of the features that are off
 * @param enableflags bits of the optional features that are on
 * @param tolerance at which the solver stops
 * @param impratio ratio of frictional to normal constraint impedance
 * @param density of the medium, kg/m^3
 * @param viscosity of the medium, kg/(m s)
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
