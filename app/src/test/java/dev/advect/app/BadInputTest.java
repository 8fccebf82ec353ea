package dev.advect.app;

import dev.advect.config.InvalidValueException;
import dev.advect.data.DemonstrationFile;
import dev.advect.data.Demonstrations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/** What a user may type wrongly, and what is said then. */
class BadInputTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            trian                                       | did you mean 'train'?
            train --evn=cheetah-run                     | did you mean '--env'?
            train --env=cheeta-run                      | unknown environment 'cheeta-run'; did you mean 'cheetah-run'?
            train --env=java:Pukc                       | there is no class Pukc in
            train --worker-timeout=5                    | --worker-timeout=5 needs --cluster=MASTER
            train --env=gym:Pendulum-v1                 | it must be gym:MODULE:ENV_ID, such as gym:gymnasium:Pendulum-v1
            train --algo=fop                            | unknown algorithm 'fop'; did you mean 'fpo'?
            train --preset=papier                       | unknown preset 'papier'; did you mean 'paper'?
            train --set loop.enws=4                     | unknown key 'loop.enws'; did you mean 'loop.envs'?
            train --set fpo.clipp=0.1                   | unknown key 'fpo.clipp'; did you mean 'fpo.clip'?
            train --set loop.envs                       | KEY=VALUE
            train --set env=cartpole-balance            | use --env=cartpole-balance
            train --set algo=ppo                        | 'algo' is not for --set: use --algo=ppo
            train --set ppo.clip=0.2 --set algo=ppo     | 'algo' is not for --set: use --algo=ppo
            train --set evalSteps=1000                  | unknown key 'evalSteps'; did you mean 'evaluationSteps'?
            train --set loop.envs=70000 --set loop.unrollsPerEnv=40000 | loop.envs: 70000 · unrollsPerEnv 40000 · unroll 30 are
            train --steps=many                          | 'many' is not a number such as 2000000 or 2e6
            train --steps=1.5                           | '1.5' is not a whole number
            train --steps=0                             | steps: 0 is no limit
            train --threads=two                         | 'two' is not
            train --threads=0                           | threads: 0 is not possible
            train --minutes=-1                          | minutes: -1.0 is not possible
            train --set loop.envs=0                     | loop.envs: 0 is not possible, it must be at least 1
            train --set loop.envs=few                   | loop.envs: 'few' is not a whole number
            train --set loop.envs=1.5                   | loop.envs: '1.5' is not a whole number
            train --set policyHidden=8                  | loop.policyHidden: '8' is not a list such as [32, 32]
            train --set normalizeObservations=3         | loop.normalizeObservations: '3' is not true or false
            train --set learningRate=NaN                | loop.learningRate: NaN is not possible
            train --set learningRate=-1e-3              | loop.learningRate: -0.001 is not possible
            train --set loop.minibatches=7              | loop.minibatches: 7 does not divide
            train --set fpo.sampler=oiler               | fpo.sampler: unknown value 'oiler'; did you mean 'euler'?
            train --algo=rlpd --env=cartpole-balance --threads=5 --cluster=local[5] --workers=5 | workers: 5 is not possible with loop.envs = 4
            train --algo=swfp --env=cartpole-balance --threads=3 --cluster=local[3] --workers=2 | workers: 2 does not divide threads = 3
            train --resume no/such/run                  | there is no run directory no/such/run
            eval                                        | DIR
            eval no/such/run                            | there is no run directory no/such/run
            eval no/such/run --episodes=0               | --episodes=0 is not possible
            eval no/such/run --sampler=hoin             | unknown sampler 'hoin'; did you mean 'heun'?
            eval no/such/run --schedule=quick           | schedule: 'quick' is neither uniform nor cosine nor times
            eval no/such/run --checkpoint=newest        | --checkpoint=newest is neither best nor latest nor a step
            collect --out=a.hdf5                        | a run's folder is needed, or --env=NAME
            collect --env=cartpole-balance --out=a.csv  | --out=a.csv must end with .hdf5, .h5 or .safetensors
            collect --env=point-mass --out=no/a.h5      | there is no folder
            collect --episodes=0 --out=a.h5             | --episodes=0 is not possible
            collect --env=lft --expert --out=a.h5       | unknown environment 'lft'; did you mean 'lift'?
            collect --env=point-mass --expert --out=a.h5 | there is no expert for point-mass; environments with one: can,
            collect --env=lift --expert --noise=-1 --out=a.h5 | --noise=-1.0 is not possible
            collect --env=lift --stochastic --out=a.h5  | --stochastic is for a run's policy
            collect --env=lift --expert --checkpoint=3 --out=a.h5 | --checkpoint=3 is for a run's folder
            view --env=lift --checkpoint=best           | --checkpoint=best is for a run's folder
            view --env=point-mass --expert              | there is no expert for point-mass; environments with one: can,
            view --env=lift --expert --actions=zero     | --expert and --actions exclude each other
            view runs --expert                          | --expert and --actions are for --env=NAME without a policy
            render --env=lift --deterministic --out=a.png | --deterministic is for a policy
            list presets cpu                            | --show=ALGO is missing
            list presets --show=fpo --json              | --json is for the list of presets
            collect --env=lift --noise=0.3 --out=a.h5   | --expert is missing
            collect no/such/run --expert --out=a.h5     | --expert needs no run
            collect --expert --out=a.h5                 | --expert needs an environment
            reproduce experts --tasks=cn                | unknown environment 'cn'; did you mean 'can'?
            reproduce humanoid --clips=wlak             | unknown motion 'wlak'; did you mean 'walk'?
            reproduce humanoid --goals=feet             | unknown goal 'feet'; there are all, root-hands and root
            reproduce humanoid --algos=rlpd             | --algos=rlpd is not possible here
            reproduce humanoid --tuning --tuned=a       | --tuning and --tuned exclude each other
            render --env=can --clip=squat --out=a.png   | --clip is for environments humanoid-track-…, not for can
            reproduce humanoid --clips=a.bvh:3-2        | the part has to be FROM-TO in seconds
            data clip sqat                              | did you mean 'squat'?
            train --set=envs=4 --set=loop.envs=8        | 'envs' and 'loop.envs' are the same key: give it one value
            reproduce jko-limits --set=tau=0.01         | --set=tau is not possible with this study, which sets swfp.tau itself
            reproduce regulariser --set=swfp.blocks=3   | --set=swfp.blocks is not possible with this study
            reproduce shift --set=alpha=1               | --set=alpha is not possible with variant swfp-reward-only, which sets swfp.alpha
            reproduce exploration --set=valueHidden=[8] | --set=valueHidden is not possible with variant fpo-value-3x256
            reproduce fpo-ablation --set=fpo.clip=0.3   | --set=fpo.clip is not possible with variant clip-0.05
            reproduce fpo-table --report --steps=5      | --steps is not possible with --report, which trains nothing
            reproduce fpo-table --report --cluster=local[1] | --cluster is not possible with --report
            cluster master --port=65535                 | --port=65535 is not possible, it must be from 1 to 65534
            cluster worker spark://a:7077 --cores=0     | --cores=0 is not possible, it must be at least 1
            cluster worker spark://a:7077 --memory=8    | --memory=8 is not possible, it must be a whole number of megabytes
            reproduce experts --episodes=0              | --episodes=0 is not possible
            data                                        | info, convert or clip
            data convert a.hdf5                         | --out
            data convert a.hdf5 --out=a.h5 --action-scale=0 | --action-scale=0.0 is not possible
            data info a.hdf5 --episode-steps=-1         | --episode-steps=-1 is not possible
            plot no/such/run --out=a.png                | there is no run directory no/such/run
            plot no/such/run --out=a.jpg                | --out=a.jpg must end with .png
            list                                        | envs, algos or presets
            bench                                       | sim, learn, act, scaling or cluster
            bench cluster --alone=runs/a                | --alone needs --model=DIR
            bench cluster --latency=250                 | --latency needs --model=DIR
            bench cluster --model=a --bandwidth=10      | --bandwidth needs --latency=MICROSECONDS
            bench cluster --model=a --latency=-1        | --latency must be 0 or more microseconds
            bench cluster --model=a --latency=1 --bandwidth=0 | --bandwidth must be above 0
            bench sim --env=cheetah                     | unknown environment 'cheetah'
            bench sim --threads=0                       | --threads=0 is not possible
            bench sim --seconds=0                       | --seconds=0.0 is not possible
            bench scaling --axes=env                    | --axes: unknown 'env'; did you mean 'envs'?
            bench scaling --out=curve.png               | --out=curve.png must end with .csv
            bench learn --preset=cup                    | unknown preset 'cup'; did you mean 'cpu'?
            """)
    void everyUserError_isOneLineAndAHint(String arguments, String expected) {
        Shell.Result result = Shell.run(arguments.split(" ", -1));

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err().lines()).hasSize(2);
        assertThat(result.err()).startsWith("error: ").contains(expected).contains("\nhint: advect");
    }

    @Test
    void train_runDirectoryExists_nothingIsTouched() throws IOException {
        Path kept = Files.writeString(folder.resolve("kept.txt"), "mine");

        Shell.Result result = Shell.train(folder);

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).startsWith("error: run directory " + folder + " exists already").contains("--resume");
        assertThat(kept).hasContent("mine");
        assertThat(folder).isDirectoryContaining("glob:**kept.txt").satisfies(
                f -> assertThat(f.toFile().list()).hasSize(1));
    }

    @Test
    void anyError_verbose_showsWhereItCameFrom() {
        Shell.Result result = Shell.run("train", "--env=nothing", "--verbose");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).startsWith("error: ").contains("InvalidValueException").contains("\tat dev.advect");
    }

    @Test
    void train_refusedByTheDemonstrations_leavesNoFolder() throws IOException {
        Path wide = folder.resolve("wide.safetensors");
        DemonstrationFile.write(wide, new Demonstrations(5, 1, new float[10], new float[] {0, 1.5f}, new float[2],
                new float[10], new boolean[2], new boolean[] {false, true}, new int[1]));
        Path run = folder.resolve("run");

        Shell.Result refused = Shell.run("train", "--algo=rlpd", "--env=cartpole-balance", "--steps=100",
                "--set=loop.demonstrations=" + wide, "--run-dir=" + run);

        assertThat(refused.err()).contains("1 of 2 steps go beyond [-1, 1]").contains("--action-scale=0.666");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(run).doesNotExist();
    }

    @Test
    void train_onAClusterThatCannotBeUsed_leavesNoFolder() {
        Path run = folder.resolve("run");

        Shell.Result refused = Shell.run("train", "--env=bandit-2d", "--steps=100", "--cluster=local[1]", "--run-dir=" + run);

        assertThat(refused.err()).startsWith("error: --cluster needs Apache Spark").contains("hint: nothing was trained");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(run).doesNotExist();
    }
}
