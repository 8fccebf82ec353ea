package dev.advect.view.film;

import dev.advect.config.InvalidValueException;
import dev.advect.io.AtomicFile;
import dev.advect.train.Nearest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntConsumer;

/** The kinds of files that films and pictures are written to, told apart by their extension. */
public enum FilmFile {
    /** A film of at most 256 colours, which any page shows. */
    GIF,
    /** A film in H.264. */
    MP4,
    /** A picture, or a strip of several. */
    PNG,
    /** A page that plays the episodes in a browser, from any side. */
    HTML;

    /**
     * The kind of a file.
     *
     * @throws InvalidValueException if its extension is that of none
     */
    public static FilmFile of(Path file) {
        String name = String.valueOf(file.getFileName());
        String extension = name.substring(name.lastIndexOf('.') + 1);
        List<String> known = Arrays.stream(values()).map(FilmFile::extension).toList();
        int index = known.indexOf(extension.toLowerCase(Locale.ROOT));
        InvalidValueException.throwIf(index < 0, "--out=" + file + " should end in .gif, .mp4, .png or .html"
                + (name.indexOf('.') < 0 ? "" : Nearest.find(extension, known).map(near -> "; did you mean '." + near
                        + "'?").orElse("")));
        return values()[index];
    }

    private String extension() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Writes a page that plays takes. The file appears whole or not at all.
     *
     * @param takes the film, then its ghosts
     * @param title what the page is called
     * @param camera the camera with which it begins
     * @param fps frames a second
     */
    public static void writePage(Path file, List<Take> takes, String title, String camera, double fps)
            throws IOException {
        AtomicFile.write(file, out -> PageWriter.write(takes, title, camera, fps, out));
    }

    /**
     * Writes pictures as a GIF, MP4 or PNG. The file appears whole or not at all.
     *
     * @param fps pictures a second
     * @param strip the number of pictures in a PNG
     * @param progress told the number of pictures that are done
     */
    public void write(Path file, Pictures pictures, double fps, int strip, int threads, IntConsumer progress)
            throws IOException {
        switch (this) {
            case GIF -> AtomicFile.write(file, out -> GifWriter.write(pictures, fps, threads, progress, out));
            case MP4 -> AtomicFile.writeFile(file,
                    temporary -> Mp4Writer.write(pictures, fps, threads, progress, temporary));
            case PNG -> AtomicFile.write(file, out -> PngWriter.write(pictures, strip, threads, progress, out));
            case HTML -> throw new IllegalArgumentException("a page shows takes, not pictures");
        }
    }
}
