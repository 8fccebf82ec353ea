package dev.advect.mujoco;

/** What to do on a machine that has no usable library: commands to be copied, in one line. */
final class Advice {
    private static final String RELEASES = "https://github.com/google-deepmind/mujoco/releases/download/2.2.2/mujoco-2.2.2-";

    private Advice() {}

    static String of(Machine machine) {
        String variable = LibraryFinder.VARIABLE;
        String pip = "pip download --no-deps mujoco==" + LibraryFetch.BY_PIP + " and set " + variable
                + " to the .whl file";
        return switch (machine.platform()) {
            case MAC -> "On a machine with Python: " + pip + "; else get " + RELEASES + "macos-universal2.dmg and set "
                    + variable + " to the libmujoco.2.2.2.dylib in it.";
            case WINDOWS -> "On a machine with Python: " + pip + ".";
            case LINUX -> "On Debian or Ubuntu: sudo apt-get install libmujoco2.2.2; with Python: " + pip
                    + "; elsewhere: curl -L " + RELEASES
                    + (machine.processor().equals(Machine.ARM64) ? "linux-aarch64" : "linux-x86_64")
                    + ".tar.gz | tar xz && export " + variable + "=$PWD/mujoco-2.2.2/lib";
        };
    }
}
