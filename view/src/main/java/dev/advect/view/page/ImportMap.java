package dev.advect.view.page;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The import map of the live page, by which modules find three.js. It stands in the HTML, so its hash is declared. */
final class ImportMap {
    /** The text between the tags in {@code live.html}. */
    static final String TEXT = "{\"imports\":{\"three\":\"./lib/three.module.min.js\"}}";

    private ImportMap() {}

    /** The source expression of the content security policy. */
    static String hash() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(TEXT.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
