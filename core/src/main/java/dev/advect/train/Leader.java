package dev.advect.train;

import dev.advect.ranks.LostRankException;
import dev.advect.ranks.Ranks;

/**
 * Rank 0 as it leads the others: whatever it computes together with them it announces first. A single process has nobody to
 * lead.
 */
final class Leader {
    private final Ranks ranks;
    /** Whether the others may be in the middle of a computation, in which they cannot receive a command. */
    private boolean apart;

    /** A computation of all ranks. */
    interface Part<T, E extends Exception> {
        T compute() throws E;
    }

    /** A computation of all ranks without a result. */
    interface Step<E extends Exception> {
        void compute() throws E;
    }

    Leader(Ranks ranks) {
        this.ranks = ranks;
    }

    /** Computes something on all ranks, and returns this one's result. */
    <T, E extends Exception> T together(RankCommand command, byte[] argument, Part<T, E> part) throws E {
        if (ranks.areOne()) {
            return part.compute();
        }
        apart = true;
        command.tell(ranks, argument);
        T result = part.compute();
        apart = false;
        return result;
    }

    /** Computes something on all ranks. */
    <E extends Exception> void run(RankCommand command, byte[] argument, Step<E> step) throws E {
        this.<Boolean, E>together(command, argument, () -> {
            step.compute();
            return true;
        });
    }

    /** Tells the others that the run has ended, unless they learn of a failure by losing the connection. */
    void end() {
        if (ranks.areOne() || apart) {
            return;
        }
        try {
            RankCommand.END.tell(ranks, new byte[0]);
        } catch (LostRankException e) {
            apart = true; // they have ended before
        }
    }
}
