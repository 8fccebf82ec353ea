package dev.advect.view.page;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The files of the pages, all from the class path: our own, and the few that are needed of three.js and uPlot. What is
 * not listed here cannot be asked for, and a name with anything but letters, digits and single dots is none of ours.
 */
final class Assets {
    private static final String OWN = "/dev/advect/view/page/";
    private static final String WEBJARS = "/META-INF/resources/webjars/";
    private static final Pattern OWN_NAME = Pattern.compile("[a-z0-9-]+\\.(html|js|css|svg)");
    private static final Map<String, String> LIBRARIES = Map.of(
            "three.module.min.js", "three/0.181.1/build/three.module.min.js",
            "three.core.min.js", "three/0.181.1/build/three.core.min.js",
            "OrbitControls.js", "three/0.181.1/examples/jsm/controls/OrbitControls.js",
            "uPlot.esm.js", "uplot/1.6.30/dist/uPlot.esm.js",
            "uPlot.min.css", "uplot/1.6.30/dist/uPlot.min.css");
    private static final Map<String, String> TYPES = Map.of("html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8", "css", "text/css; charset=utf-8", "svg", "image/svg+xml");

    private Assets() {}

    /** A file and its media type. */
    record Asset(byte[] bytes, String type) {}

    /** One of our own files; empty if there is none of this name. */
    static Optional<Asset> own(String name) throws IOException {
        return OWN_NAME.matcher(name).matches() ? read(OWN + name) : Optional.empty();
    }

    /** A file of a library; empty if it is not one of those that the pages need. */
    static Optional<Asset> library(String name) throws IOException {
        String path = LIBRARIES.get(name);
        return path == null ? Optional.empty() : read(WEBJARS + path);
    }

    private static Optional<Asset> read(String resource) throws IOException {
        try (@Nullable InputStream in = Assets.class.getResourceAsStream(resource)) {
            if (in == null) {
                return Optional.empty();
            }
            String ending = resource.substring(resource.lastIndexOf('.') + 1);
            return Optional.of(new Asset(in.readAllBytes(), TYPES.getOrDefault(ending, "text/plain")));
        }
    }
}
