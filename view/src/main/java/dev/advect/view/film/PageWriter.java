package dev.advect.view.film;

import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes takes as one page that plays them in a browser. Whatever it needs is in it, three.js too: it opens from a disk,
 * and asks for nothing from anywhere.
 */
final class PageWriter {
    private static final String THREE = "/META-INF/resources/webjars/three/0.181.1/";
    private static final String PAGE = "/dev/advect/view/page/";
    /** The name by which three's main module imports its core. */
    private static final String CORE = "./three.core.min.js";

    private PageWriter() {}

    /**
     * @param takes the film, then its ghosts
     * @param fps frames a second
     */
    static void write(List<Take> takes, String title, String camera, double fps, OutputStream out) throws IOException {
        boolean drawn = takes.getFirst().isDrawn();
        Map<String, Object> data = drawn ? DrawnData.of(takes, fps) : new SceneData(takes, camera, fps).json();
        CloudData.of(takes.getFirst().clouds()).ifPresent(clouds -> data.put("clouds", clouds));
        String page = text("player.html")
                .replace("@TITLE@", escape(title))
                .replace("@IMPORTS@", new ObjectMapper().writeValueAsString(Map.of("imports", modules(drawn))))
                .replace("@PLAYER@", text("player.js"))
                .replace("@DATA@", new ObjectMapper().writeValueAsString(data).replace("<", "\\u003c"));
        out.write(page.getBytes(StandardCharsets.UTF_8));
    }

    /** The modules of the page by the names under which they are imported. */
    private static Map<String, String> modules(boolean drawn) throws IOException {
        Map<String, String> modules = new LinkedHashMap<>();
        modules.put("theme", url(text(PAGE + "theme.js")));
        modules.put("cloud", url(text(PAGE + "cloud.js").replace("./theme.js", "theme")));
        if (!drawn) {
            modules.put("three-core", url(text(THREE + "build/three.core.min.js")));
            modules.put("three", url(text(THREE + "build/three.module.min.js").replace(CORE, "three-core")));
            modules.put("orbit", url(text(THREE + "examples/jsm/controls/OrbitControls.js")));
        }
        return modules;
    }

    private static String url(String script) {
        return "data:text/javascript;base64,"
                + Base64.getEncoder().encodeToString(script.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(String resource) throws IOException {
        try (InputStream in = PageWriter.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("the resource " + resource + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
