package dev.advect.view.film;

import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Writes a GIF that plays for ever. All pictures share one palette. An ordered dither hides its steps, which stays where it
 * is from picture to picture; pixels that hardly change are left as they were, which is what keeps the file small.
 */
final class GifWriter {
    private static final int SAMPLES = 8;
    /** The squared difference, see {@link GifPalette#distance}, up to which a pixel is left as it was. */
    private static final int UNCHANGED = 300;
    private static final int[] DITHER = {0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5};
    private static final String FORMAT = "javax_imageio_gif_image_1.0";

    private final Pictures pictures;
    private final double fps;
    private final GifPalette palette;
    /** What is on the screen, by index. */
    private final int[] screen;

    private GifWriter(Pictures pictures, double fps) {
        this.pictures = pictures;
        this.fps = fps;
        List<int[]> samples = new ArrayList<>();
        int count = Math.min(SAMPLES, pictures.count());
        for (int i = 0; i < count; i++) {
            samples.add(pictures.take((int) ((long) i * pictures.count() / count)));
        }
        palette = new GifPalette(samples);
        screen = new int[pictures.width() * pictures.height()];
    }

    static void write(Pictures pictures, double fps, int threads, IntConsumer progress, OutputStream out)
            throws IOException {
        new GifWriter(pictures, fps).write(threads, progress, out);
    }

    private void write(int threads, IntConsumer progress, OutputStream out) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
        IndexColorModel colours = palette.colorModel();
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.prepareWriteSequence(null);
            Reel.run(pictures, threads, progress, (frame, pixels) -> {
                BufferedImage image = new BufferedImage(
                        pictures.width(), pictures.height(), BufferedImage.TYPE_BYTE_INDEXED, colours);
                draw(frame, pixels, ((DataBufferByte) image.getRaster().getDataBuffer()).getData());
                writer.writeToSequence(new IIOImage(image, null, metadata(writer, image, frame)), null);
            });
            writer.endWriteSequence();
        } finally {
            writer.dispose();
        }
    }

    private void draw(int frame, int[] pixels, byte[] out) {
        for (int i = 0; i < pixels.length; i++) {
            int rgb = pixels[i];
            if (frame > 0 && GifPalette.distance(rgb, palette.colour(screen[i])) <= UNCHANGED) {
                out[i] = (byte) GifPalette.TRANSPARENT;
                continue;
            }
            int x = i % pictures.width();
            int y = i / pictures.width();
            int shift = (DITHER[(y & 3) * 4 + (x & 3)] - 8) / 6;
            screen[i] = palette.index(((rgb >> 16) & 255) + shift, ((rgb >> 8) & 255) + shift, (rgb & 255) + shift);
            out[i] = (byte) screen[i];
        }
    }

    private IIOMetadata metadata(ImageWriter writer, BufferedImage image, int frame) throws IOException {
        IIOMetadata metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(image), null);
        IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree(FORMAT);
        IIOMetadataNode control = (IIOMetadataNode) root.getElementsByTagName("GraphicControlExtension").item(0);
        control.setAttribute("disposalMethod", "doNotDispose");
        control.setAttribute("transparentColorFlag", "TRUE");
        control.setAttribute("transparentColorIndex", String.valueOf(GifPalette.TRANSPARENT));
        control.setAttribute("delayTime", String.valueOf(hundredths(frame + 1) - hundredths(frame)));
        if (frame == 0) {
            IIOMetadataNode extensions = new IIOMetadataNode("ApplicationExtensions");
            IIOMetadataNode loop = new IIOMetadataNode("ApplicationExtension");
            loop.setAttribute("applicationID", "NETSCAPE");
            loop.setAttribute("authenticationCode", "2.0");
            loop.setUserObject(new byte[] {1, 0, 0});
            extensions.appendChild(loop);
            root.appendChild(extensions);
        }
        metadata.setFromTree(FORMAT, root);
        return metadata;
    }

    /** When a picture begins: GIF counts in hundredths of a second, so that 30 a second take 3, 4, 3 of them. */
    private long hundredths(int frame) {
        return Math.round(100 * frame / fps);
    }
}
