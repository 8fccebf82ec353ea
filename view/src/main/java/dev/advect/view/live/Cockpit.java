package dev.advect.view.live;

import dev.advect.view.play.WatchedPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/** The pilot that acts at present, and the change to another, which is loaded in the background. */
final class Cockpit implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Cockpit.class);

    private final PolicySource source;
    private WatchedPolicy pilot;
    /** The choice from which the present pilot was loaded. */
    private Choice choice;
    /** What was chosen last, which may still be loading, or wait until another is loaded. */
    private Choice wanted;
    private List<Long> checkpoints;
    private boolean loading;

    /** Opens the source's first pilot. */
    Cockpit(PolicySource source) throws IOException {
        this.source = source;
        choice = source.first();
        wanted = choice;
        checkpoints = source.checkpoints();
        pilot = source.open(choice);
    }

    WatchedPolicy pilot() {
        return pilot;
    }

    Choice wanted() {
        return wanted;
    }

    List<Long> checkpoints() {
        return checkpoints;
    }

    boolean canSample() {
        return source.canSample();
    }

    boolean isLoading() {
        return loading;
    }

    /** Loads another pilot, which the world then takes aboard. Until then the present one acts. */
    void change(Choice other, World world) {
        wanted = other;
        if (!loading) {
            load(world);
        }
    }

    private void load(World world) {
        loading = true;
        Choice asked = wanted;
        Thread.ofVirtual().start(() -> {
            WatchedPolicy other;
            try {
                other = source.open(asked);
            } catch (IOException | RuntimeException | Error e) {
                LOG.debug("a policy cannot be loaded", e);
                world.order(here -> failed(asked, World.text(e), here));
                return;
            }
            world.order(new Boarding(other, asked));
        });
    }

    /** A pilot that was loaded, on its way to the world. */
    private record Boarding(WatchedPolicy pilot, Choice asked) implements World.Order {
        @Override
        public void accept(World world) {
            world.board(pilot, asked);
        }

        @Override
        public void refuse() {
            pilot.close();
        }
    }

    void board(WatchedPolicy other, Choice asked, World world) {
        pilot.close();
        pilot = other;
        choice = asked;
        loaded(asked, world);
    }

    private void failed(Choice asked, String why, World world) {
        world.changed();
        world.tell(why);
        if (wanted.equals(asked)) {
            wanted = choice;
        }
        loaded(asked, world);
    }

    /** Goes on with what was chosen meanwhile, if anything was. */
    private void loaded(Choice asked, World world) {
        loading = false;
        if (!wanted.equals(asked) && !wanted.equals(choice)) {
            load(world);
        }
    }

    /** Looks for new checkpoints, and follows them if that is what was chosen. */
    void poll(World world) {
        if (!source.canSample()) {
            return;
        }
        Thread.ofVirtual().start(() -> {
            try {
                List<Long> now = source.checkpoints();
                world.order(here -> seen(now, here));
            } catch (IOException | UncheckedIOException e) {
                LOG.debug("the checkpoints cannot be listed", e);
                world.order(here -> here.tell("the run can no longer be read: " + e.getMessage()));
            }
        });
    }

    private void seen(List<Long> now, World world) {
        if (!now.equals(checkpoints)) {
            checkpoints = now;
            world.changed();
        }
        if (!loading && choice.isNewest() && !now.isEmpty() && !Objects.equals(now.getLast(), pilot.facts().get("step"))) {
            change(choice, world);
        }
    }

    @Override
    public void close() {
        pilot.close();
    }
}
