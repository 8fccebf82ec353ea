package dev.advect.data;

import java.util.DoubleSummaryStatistics;

/**
 * What demonstrations are like.
 *
 * @param returns undiscounted, of the episodes
 * @param lengths of the episodes, in steps
 * @param terminated episodes that were not cut off
 * @param leastAction the least component of any action
 * @param greatestAction the greatest
 */
public record DemonstrationSummary(
        DoubleSummaryStatistics returns,
        DoubleSummaryStatistics lengths,
        int terminated,
        double leastAction,
        double greatestAction) {

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
        float least = Float.POSITIVE_INFINITY;
        float greatest = Float.NEGATIVE_INFINITY;
        for (float component : demonstrations.action()) {
            least = Math.min(least, component);
            greatest = Math.max(greatest, component);
        }
        return new DemonstrationSummary(returns, lengths, terminated, least, greatest);
    }
}
