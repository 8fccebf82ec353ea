package dev.advect.envs.calvin;

import dev.advect.envs.Expert;
import dev.advect.envs.Script;

import java.util.List;

/** Does the tasks of an episode one after the other, each by its script; a script that ends without success begins again. */
final class CalvinExpert implements Expert {
    private final CalvinEpisode episode;
    private final CalvinHand hand;
    private final CalvinScripts scripts;
    private Script script;
    private int current;

    CalvinExpert(CalvinEpisode episode) {
        this.episode = episode;
        hand = new CalvinHand(episode.robot);
        scripts = new CalvinScripts(episode.table, episode.robot, hand);
        script = new Script(List.of());
    }

    @Override
    public void begin() {
        current = episode.done();
        hand.begin(episode.robot.closed());
        script = new Script(scripts.of(episode.goal()));
        script.begin();
    }

    @Override
    public void act(float[] action) {
        if (episode.done() != current || script.isAtLast()) {
            begin();
        }
        script.step();
        hand.act(action);
    }
}
