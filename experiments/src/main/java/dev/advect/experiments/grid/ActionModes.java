package dev.advect.experiments.grid;

import dev.advect.train.Evaluation;

/**
 * Return of one checkpoint in both ways of acting, in episodes that begin alike: what is drawn and what is central are
 * other policies, so that algorithms are to be compared in one of them.
 *
 * @param drawn mean return of actions drawn as in training
 * @param drawnSe of that mean
 * @param central mean return of the actions of zero noise: a flow's, or a Gaussian's mean
 * @param centralSe of that mean
 */
public record ActionModes(double drawn, double drawnSe, double central, double centralSe) {
    static ActionModes of(Evaluation drawn, Evaluation central) {
        return new ActionModes(drawn.mean(), drawn.se(), central.mean(), central.se());
    }
}
