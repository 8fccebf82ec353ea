package dev.advect.view.film;

import dev.advect.env.Drawing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the page needs to know of takes in two dimensions. Shapes that are the same in all frames are told once. */
final class DrawnData {
    private DrawnData() {}

    static Map<String, Object> of(List<Take> takes, double fps) throws IOException {
        List<Drawing> drawings = takes.getFirst().drawings();
        Drawing first = drawings.getFirst();
        List<Drawing.Shape> common = new ArrayList<>(first.shapes());
        for (Drawing drawing : drawings) {
            int same = 0;
            while (same < Math.min(common.size(), drawing.shapes().size())
                    && common.get(same).equals(drawing.shapes().get(same))) {
                same++;
            }
            common.subList(same, common.size()).clear();
        }
        List<Object> lanes = new ArrayList<>();
        for (Take take : takes) {
            List<Object> frames = new ArrayList<>();
            for (Drawing drawing : take.drawings()) {
                frames.add(drawing.shapes().stream().filter(shape -> !common.contains(shape)).map(DrawnData::of).toList());
            }
            lanes.add(Map.of("frames", take.frames(), "episodes", take.episodes(), "drawings", frames));
        }
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("drawn", true);
        data.put("fps", fps);
        data.put("secondsPerFrame", takes.getFirst().seconds());
        data.put("window", List.of(first.left(), first.bottom(), first.right(), first.top()));
        data.put("common", common.stream().map(DrawnData::of).toList());
        data.put("lanes", lanes);
        PictureData.of(drawings).ifPresent(pictures -> data.put("pictures", pictures));
        return data;
    }

    private static List<Object> of(Drawing.Shape shape) {
        return switch (shape) {
            case Drawing.Line l -> List.of("l", l.rgb(), round(l.x1()), round(l.y1()), round(l.x2()), round(l.y2()),
                    round(l.width()));
            case Drawing.Disc d -> List.of("d", d.rgb(), round(d.x()), round(d.y()), round(d.radius()));
            case Drawing.Rectangle r -> List.of("r", r.rgb(), round(r.x()), round(r.y()), round(r.width()),
                    round(r.height()));
            case Drawing.Text t -> List.of("t", t.rgb(), round(t.x()), round(t.y()), round(t.height()), t.text());
        };
    }

    private static double round(double value) {
        return Math.round(value * 1e5) / 1e5;
    }
}
