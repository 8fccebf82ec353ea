package dev.advect.view.film;

import dev.advect.env.Drawing;
import dev.advect.env.Picture;

import javax.imageio.ImageIO;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The pictures beneath drawings, for the page: JPEGs as addresses that hold their data. If they would be too much, every
 * second, third … is left out.
 */
final class PictureData {
    private static final int MAX_SIDE = 400;
    private static final int MAX_BYTES = 1_500_000;

    private PictureData() {}

    /** Every {@code stride}-th picture of drawings that all have one; empty if they have none. */
    static Optional<Map<String, Object>> of(List<Drawing> drawings) throws IOException {
        if (drawings.stream().anyMatch(drawing -> drawing.picture().isEmpty())) {
            return Optional.empty();
        }
        List<byte[]> all = new ArrayList<>();
        long bytes = 0;
        for (Drawing drawing : drawings) {
            byte[] picture = jpeg(drawing.picture().orElseThrow());
            all.add(picture);
            bytes += picture.length;
        }
        int stride = (int) Math.ceilDiv(bytes, MAX_BYTES);
        List<String> kept = new ArrayList<>();
        for (int i = 0; i < all.size(); i += stride) {
            kept.add("data:image/jpeg;base64," + Base64.getEncoder().encodeToString(all.get(i)));
        }
        return Optional.of(Map.of("stride", stride, "all", kept));
    }

    private static byte[] jpeg(Picture picture) throws IOException {
        double scale = Math.min(1, (double) MAX_SIDE / Math.max(picture.columns(), picture.rows()));
        int width = (int) Math.max(1, Math.round(scale * picture.columns()));
        int height = (int) Math.max(1, Math.round(scale * picture.rows()));
        BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = small.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(DrawnFilm.image(picture), 0, 0, width, height, null);
        graphics.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(small, "jpg", out);
        return out.toByteArray();
    }
}
