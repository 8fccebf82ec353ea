package dev.advect.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.advect.app.console.Text;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The resources that a standalone cluster offers a program, read from the master's web page.
 *
 * @param granted the cores of the executors that the program has been given
 * @param unused the number of free cores of every worker
 * @param workers the free cores and memory of every worker, in words
 */
record Offer(int granted, List<Integer> unused, List<String> workers) {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** The number of workers that a message names. */
    private static final int NAMED = 4;

    /**
     * Asks the master.
     *
     * @param page the address of its web page
     * @param program the name by which the master knows this program
     */
    static Offer ask(URI page, String program) throws IOException {
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            return read(new JsonMapper().readTree(client.send(HttpRequest.newBuilder(page.resolve("/json/")).timeout(PATIENCE).build(),
                    BodyHandlers.ofString()).body()), program);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** Reads the page. */
    static Offer read(JsonNode page, String program) {
        int granted = 0;
        for (JsonNode app : page.path("activeapps")) {
            if (app.path("id").asText().equals(program)) {
                granted = app.path("cores").asInt();
            }
        }
        List<Integer> unused = new ArrayList<>();
        List<String> workers = new ArrayList<>();
        for (JsonNode worker : page.path("workers")) {
            if (worker.path("state").asText().equals("ALIVE")) {
                unused.add(worker.path("coresfree").asInt());
                workers.add(Text.format("%s %d of %d cores and %d of %d MB", worker.path("host").asText(),
                        worker.path("coresfree").asInt(), worker.path("cores").asInt(), worker.path("memoryfree").asInt(),
                        worker.path("memory").asInt()));
            }
        }
        return new Offer(granted, unused, workers);
    }

    /**
     * The number of runs for which there is room, each on one worker.
     *
     * @param cores the number of cores of each run
     */
    int room(int cores) {
        return granted / cores + unused.stream().mapToInt(free -> free / cores).sum();
    }

    /** Describes the free resources in one phrase. */
    String free() {
        if (workers.isEmpty()) {
            return "it has no workers";
        }
        String rest = workers.size() > NAMED ? " and " + (workers.size() - NAMED) + " more workers" : "";
        return "free are on " + String.join(", ", workers.subList(0, Math.min(NAMED, workers.size()))) + rest;
    }
}
