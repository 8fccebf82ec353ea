package dev.advect.cluster;

import dev.advect.ranks.LostRankException;
import dev.advect.ranks.Ranks;
import dev.advect.ranks.Rows;
import org.bytedeco.pytorch.TCPStore;

import java.util.Arrays;

/** A process that exchanges numbers with others, once or for ever. */
final class GlooProcess {
    private GlooProcess() {}

    /** @param args the rank, the size, the port of rank 0's store, the time limit in seconds, and how many exchanges */
    public static void main(String[] args) {
        int rank = Integer.parseInt(args[0]);
        int size = Integer.parseInt(args[1]);
        long seconds = Long.parseLong(args[3]);
        long count = Long.parseLong(args[4]);
        GlooExchange exchange;
        if (rank == 0) {
            TCPStore store = GlooExchange.store();
            System.out.println("port " + GlooExchange.port(store));
            exchange = GlooExchange.lead(store, size, "127.0.0.1", seconds);
        } else {
            exchange = GlooExchange.join("127.0.0.1", Integer.parseInt(args[2]), rank, size, "127.0.0.1", seconds);
        }
        System.out.println("connected");
        try (Ranks ranks = Ranks.of(exchange)) {
            long[] numbers = new long[5];
            for (long i = 0; i < count; i++) {
                for (int row = ranks.from(5); row < ranks.to(5); row++) {
                    numbers[row] = 10L * rank + row;
                }
                long start = System.nanoTime();
                try {
                    ranks.gather(Rows.of(numbers, 5));
                } catch (LostRankException e) {
                    System.out.println("lost after " + (System.nanoTime() - start) / 1_000_000 + " ms: " + e.getMessage());
                    return;
                }
            }
            System.out.println("numbers " + Arrays.toString(numbers) + " "
                    + Arrays.toString(ranks.concatenate(new byte[rank + 1])));
        }
    }
}
