package dev.advect.ranks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Scanner;

/** A process that exchanges numbers with others, once or for ever. */
final class RankProcess {
    private RankProcess() {}

    /** @param args the rank, the size, the time limit in seconds, and how many exchanges; the ports of all come by standard input */
    public static void main(String[] args) throws IOException {
        int rank = Integer.parseInt(args[0]);
        int size = Integer.parseInt(args[1]);
        long seconds = Long.parseLong(args[2]);
        long count = Long.parseLong(args[3]);
        RankListener listener = RankListener.open("127.0.0.1");
        System.out.println(listener.port());
        List<InetSocketAddress> all = new ArrayList<>();
        Scanner ports = new Scanner(System.in, StandardCharsets.UTF_8);
        for (int r = 0; r < size; r++) {
            all.add(new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.nextInt()));
        }
        try (Ranks ranks = Ranks.of(listener.connect(rank, all, new byte[] {1, 2, 3}, seconds))) {
            System.out.println("connected");
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
