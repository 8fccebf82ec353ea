package dev.advect.app.console;

import picocli.CommandLine.IVersionProvider;

/** The version of this build, read from its jar. */
public final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"advect " + string()};
    }

    public static String string() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "(development)" : version;
    }
}
