package dev.advect.data;

import java.util.DoubleSummaryStatistics;

/**
 * Summary statistics of demonstrations.
 *
 * @param returns the undiscounted returns of the episodes
 * @param lengths the lengths of the episodes in steps
 * @param terminated the number of episodes that terminated and were not truncated
 * @param minAction the smallest component of any action
 * @param maxAction the largest component of any action
 */
public record DemonstrationSummary(
        DoubleSummaryStatistics returns,
        DoubleSummaryStatistics lengths,
        int terminated,
        double minAction,
        double maxAction) {

    public static DemonstrationSummary of(Demonstrations demonstrations) {
        DoubleSummaryStatistics returns = new DoubleSummaryStatistics();
        DoubleSummaryStatistics lengths = new DoubleSummaryStatistics();
        int terminated = 0;
        for (int episode = 0; episode < demonstrations.episodes(); episode++) {
            int start = demonstrations.starts()[episode];
            int end = demonstrations.end(episode);
            double sum = 0;
            for (int i = start; i < end; i++) {
                sum += demonstrations.reward()[i];
            }
            returns.accept(sum);
            lengths.accept(end - start);
            terminated += demonstrations.terminated()[end - 1] ? 1 : 0;
        }
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        for (float component : demonstrations.action()) {
            min = Math.min(min, component);
            max = Math.max(max, component);
        }
        return new DemonstrationSummary(returns, lengths, terminated, min, max);
    }
}
