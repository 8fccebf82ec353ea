package dev.advect.view.film;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;

/**
 * Films next to each other, in rows, each with its name below, or the end of the name where there is no room for all of it. A film
 * that ends earlier shows its last picture.
 */
public final class Montage implements Pictures {
    private static final int GAP = 2;

    private final List<Pictures> films;
    private final List<String> names;
    private final int columns;

    /**
     * @param films films of the same size
     * @param names their names, one for each
     * @param columns the number of films in a row
     */
    public Montage(List<Pictures> films, List<String> names, int columns) {
        this.films = List.copyOf(films);
        this.names = List.copyOf(names);
        this.columns = columns;
    }

    @Override
    public int width() {
        return Math.min(columns, films.size()) * (films.getFirst().width() + GAP) - GAP;
    }

    @Override
    public int height() {
        return Math.ceilDiv(films.size(), columns) * (films.getFirst().height() + GAP) - GAP;
    }

    @Override
    public int count() {
        return films.stream().mapToInt(Pictures::count).max().orElse(0);
    }

    @Override
    public int[] take(int frame) {
        BufferedImage image = new BufferedImage(width(), height(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, width(), height());
        int w = films.getFirst().width();
        int h = films.getFirst().height();
        int letters = Math.max(10, h / 24);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, letters));
        for (int i = 0; i < films.size(); i++) {
            Pictures film = films.get(i);
            int x = i % columns * (w + GAP);
            int y = i / columns * (h + GAP);
            image.setRGB(x, y, w, h, film.take(Math.min(frame, film.count() - 1)), 0, w);
            graphics.setColor(new Color(0x202833));
            graphics.drawString(fitted(names.get(i), w - letters, graphics.getFontMetrics()), x + letters / 2, y + h - letters / 2);
        }
        graphics.dispose();
        return image.getRGB(0, 0, width(), height(), null, 0, width());
    }

    /** The name, or as much of its end as fits into a width: names of runs differ there. */
    static String fitted(String name, int width, FontMetrics metrics) {
        String shown = name;
        for (int from = 1; from < name.length() && metrics.stringWidth(shown) > width; from++) {
            shown = "…" + name.substring(from);
        }
        return shown;
    }
}
