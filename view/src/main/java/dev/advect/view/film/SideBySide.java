package dev.advect.view.film;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;

/** Films next to each other, each with its name below. A film that ends earlier shows its last picture. */
public final class SideBySide implements Pictures {
    private static final int GAP = 2;

    private final List<Pictures> films;
    private final List<String> names;

    /**
     * @param films films of the same height
     * @param names their names, one for each
     */
    public SideBySide(List<Pictures> films, List<String> names) {
        this.films = List.copyOf(films);
        this.names = List.copyOf(names);
    }

    @Override
    public int width() {
        return films.stream().mapToInt(Pictures::width).sum() + GAP * (films.size() - 1);
    }

    @Override
    public int height() {
        return films.getFirst().height();
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
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, Math.max(10, height() / 26)));
        int x = 0;
        for (int i = 0; i < films.size(); i++) {
            Pictures film = films.get(i);
            image.setRGB(x, 0, film.width(), height(), film.take(Math.min(frame, film.count() - 1)), 0, film.width());
            int margin = graphics.getFont().getSize() / 2;
            graphics.setColor(new Color(0x20, 0x28, 0x33));
            graphics.drawString(names.get(i), x + margin, height() - margin);
            x += film.width() + GAP;
        }
        graphics.dispose();
        return image.getRGB(0, 0, width(), height(), null, 0, width());
    }
}
