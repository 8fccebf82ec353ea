package dev.advect.mujoco.library;

/** What to do on a machine that has no usable library: commands to be copied, in one line. */
public final class Advice {
    private static final String RELEASES = "https://github.com/google-deepmind/mujoco/releases/download/3.14.0/mujoco-3.14.0-";

    private Advice() {}

    public static String of(Machine machine) {
        String variable = LibraryFinder.VARIABLE;
        String pip = "pip download --no-deps mujoco==" + Version.WHEEL + " and set " + variable
                + " to the .whl file";
        return switch (machine.platform()) {
            case MAC -> "On a machine with Python: " + pip + "; else get " + RELEASES + "macos-universal2.dmg and set "
                    + variable + " to the libmujoco.3.14.0.dylib in it.";
            case WINDOWS -> "On a machine with Python: " + pip + ".";
            case LINUX -> "On a machine with Python: " + pip + "; on Debian or Ubuntu: sudo apt-get install libmujoco2.2.2; "
                    + "elsewhere: curl -L " + RELEASES
                    + (machine.processor().equals(Machine.ARM64) ? "linux-aarch64" : "linux-x86_64")
                    + ".tar.gz | tar xz && export " + variable + "=$PWD/mujoco-3.14.0/lib";
        };
    }
}
