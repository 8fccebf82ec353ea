package dev.advect.envs.gym;

import dev.advect.config.InvalidValueException;
import dev.advect.env.BatchEnv;
import dev.advect.env.Drawing;
import dev.advect.env.EnvSpec;
import dev.advect.env.Step;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A batch of copies of a Gymnasium environment, divided into contiguous blocks among Python processes. A step sends the
 * actions to all processes involved before it waits for the first result, so that the processes run in parallel.
 */
final class GymBatch implements BatchEnv {
    private final EnvSpec spec;
    private final int count;
    private final List<GymShare> shares = new ArrayList<>();

    /** @param drawn whether the copies will be asked for pictures */
    GymBatch(GymSettings settings, GymName name, EnvSpec spec, int count, boolean drawn) {
        this.spec = spec;
        this.count = count;
        int processes = Math.min(settings.processes(), count);
        try {
            for (int p = 0; p < processes; p++) {
                shares.add(new GymShare(settings, name, spec, first(p + 1, processes) - first(p, processes), drawn));
            }
            shares.forEach(share -> share.awaitMade(name)); // the processes import and create in parallel
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    @Override
    public EnvSpec spec() {
        return spec;
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public void reset(int i, RandomGenerator random, float[] observation) {
        int p = process(i);
        GymShare share = shares.get(p);
        share.lock().lock();
        try {
            share.reset(i - first(p), random, observation);
        } finally {
            share.lock().unlock();
        }
    }

    @Override
    public void step(int from, int to, float[][] actions, Step[] out) {
        if (from == to) {
            return;
        }
        int begin = process(from);
        int end = process(to - 1) + 1;
        for (int p = begin; p < end; p++) {
            shares.get(p).lock().lock(); // the same order in every thread prevents deadlock
        }
        try {
            for (int p = begin; p < end; p++) {
                int offset = Math.max(from, first(p));
                shares.get(p).send(offset - first(p), Math.min(to, first(p + 1)) - first(p), actions, offset);
            }
            for (int p = begin; p < end; p++) {
                int offset = Math.max(from, first(p));
                shares.get(p).receive(offset - first(p), Math.min(to, first(p + 1)) - first(p), out, offset);
            }
        } finally {
            for (int p = begin; p < end; p++) {
                shares.get(p).lock().unlock();
            }
        }
    }

    /**
     * The picture of a copy.
     *
     * @throws InvalidValueException with the reason, if it draws none
     */
    Drawing draw(int i) {
        int p = process(i);
        GymShare share = shares.get(p);
        share.lock().lock();
        try {
            return share.draw(i - first(p));
        } finally {
            share.lock().unlock();
        }
    }

    /** The first environment of process p, which is also the exclusive end of the block of process p - 1. */
    private int first(int p) {
        return first(p, shares.size());
    }

    private int first(int p, int processes) {
        return (int) ((long) count * p / processes);
    }

    /** The process that runs environment i. */
    private int process(int i) {
        int p = (int) ((long) i * shares.size() / count);
        return i < first(p + 1) ? p : p + 1;
    }

    @Override
    public void close() {
        shares.forEach(GymShare::release);
        shares.forEach(GymShare::close);
    }
}
