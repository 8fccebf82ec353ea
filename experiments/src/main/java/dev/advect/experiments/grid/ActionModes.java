package dev.advect.experiments.grid;

import dev.advect.train.Evaluation;

/**
 * The return of one checkpoint in both action modes, in episodes with the same initial states. Stochastic and
 * deterministic actions are different policies, so algorithms should be compared within one mode.
 *
 * @param drawn the mean return of stochastic actions, as in training
 * @param drawnSe the standard error of that mean
 * @param central the mean return of deterministic actions: a flow's at zero noise, or a Gaussian's mean
 * @param centralSe the standard error of that mean
 */
public record ActionModes(double drawn, double drawnSe, double central, double centralSe) {
    static ActionModes of(Evaluation stochastic, Evaluation deterministic) {
        return new ActionModes(stochastic.mean(), stochastic.se(), deterministic.mean(), deterministic.se());
    }
}
