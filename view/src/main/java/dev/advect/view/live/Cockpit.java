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
    private Choice choice;
    private List<Long> checkpoints;
    private boolean loading;

    /** Opens the source's first pilot. */
    Cockpit(PolicySource source) throws IOException {
        this.source = source;
        choice = source.first();
        checkpoints = source.checkpoints();
        pilot = source.open(choice);
    }

    WatchedPolicy pilot() {
        return pilot;
    }

    Choice choice() {
        return choice;
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
    void change(Choice wanted, World world) {
        if (loading) {
            return;
        }
        loading = true;
        Thread.ofVirtual().start(() -> {
            try {
                WatchedPolicy other = source.open(wanted);
                world.order(here -> here.board(other, wanted));
            } catch (IOException | RuntimeException e) {
                world.order(here -> {
                    loading = false;
                    here.changed();
                    here.tell(String.valueOf(e.getMessage()));
                });
            }
        });
    }

    void board(WatchedPolicy other, Choice wanted) {
        pilot.close();
        pilot = other;
        choice = wanted;
        loading = false;
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
        if (choice.isNewest() && !now.isEmpty() && !Objects.equals(now.getLast(), pilot.facts().get("step"))) {
            change(choice, world);
        }
    }

    @Override
    public void close() {
        pilot.close();
    }
}
