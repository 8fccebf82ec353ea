package dev.advect.app.bench;

import dev.advect.app.console.Json;
import dev.advect.app.console.Text;

import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * One measured point of a scaling curve. The {@code Cpu} components are microseconds of processor time per environment
 * step.
 *
 * @param axis the quantity that was varied
 * @param value the value of that quantity
 * @param setting environment, preset and threads, which are the same for a whole file
 * @param simulate environment steps per second of the environments alone
 * @param collect environment steps per second of collecting: simulating, acting, and preparing what was collected
 * @param learn environment steps per second of all epochs of minibatches
 * @param simulateCpu processor time of the environments alone, and so on for the following components
 */
record ScalingRow(ScalingAxis axis, int value, String setting, double simulate, double collect, double learn,
        double simulateCpu, double collectCpu, double learnCpu) {

    /** The header line of the CSV file. */
    static final String HEADER = "axis,value,env,preset,threads,simulate_steps_per_s,collect_steps_per_s,"
            + "learn_steps_per_s,train_steps_per_s,simulate_cpu_us,collect_cpu_us,learn_cpu_us";

    private static final int COLUMNS = 12;

    static String setting(String env, String preset, int threads) {
        return env + "," + preset + "," + threads;
    }

    /** The environment steps per second of training, that is, of collecting and learning in turn. */
    double train() {
        return 1 / (1 / collect + 1 / learn);
    }

    String line() {
        return axis + "," + value + "," + setting
                + Text.format(",%.1f,%.1f,%.1f,%.1f,%.3f,%.3f,%.3f",
                        simulate, collect, learn, train(), simulateCpu, collectCpu, learnCpu);
    }

    /** Parses a line that {@link #line} wrote. An incomplete or unrelated line gives an empty result. */
    static Optional<ScalingRow> parse(String line) {
        String[] cells = line.split(",", -1);
        if (cells.length != COLUMNS) {
            return Optional.empty();
        }
        try {
            double[] n = new double[COLUMNS];
            for (int i = 5; i < COLUMNS; i++) {
                n[i] = Double.parseDouble(cells[i]);
            }
            ScalingAxis axis = ScalingAxis.of(cells[0]).orElseThrow();
            return Optional.of(new ScalingRow(axis, Integer.parseInt(cells[1]),
                    String.join(",", cells[2], cells[3], cells[4]), n[5], n[6], n[7], n[9], n[10], n[11]));
        } catch (NumberFormatException | NoSuchElementException e) {
            return Optional.empty();
        }
    }

    Map<String, Object> json() {
        return Json.object("axis", axis.toString(), "value", value,
                "simulate_steps_per_s", simulate, "collect_steps_per_s", collect, "learn_steps_per_s", learn,
                "train_steps_per_s", train(), "simulate_cpu_us", simulateCpu, "collect_cpu_us", collectCpu,
                "learn_cpu_us", learnCpu);
    }
}
