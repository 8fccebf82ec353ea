package dev.advect.data;

import dev.advect.env.ObservationPart;

import java.util.List;

/**
 * Some parts of a table whose columns are known to be made of parts, side by side.
 *
 * @param whole the table
 * @param picked the columns that are taken, in their order
 * @param row room for a row of the table
 */
record PickedColumns(Rows whole, int[] picked, float[] row) implements Rows {

    /**
     * Takes parts of a table.
     *
     * @param parts all that it is made of
     * @param wanted some of these
     */
    static PickedColumns of(Rows whole, List<ObservationPart> parts, List<ObservationPart> wanted) {
        int[] columns = new int[wanted.stream().mapToInt(ObservationPart::size).sum()];
        int at = 0;
        for (ObservationPart part : wanted) {
            int from = parts.subList(0, parts.indexOf(part)).stream().mapToInt(ObservationPart::size).sum();
            for (int i = 0; i < part.size(); i++) {
                columns[at++] = from + i;
            }
        }
        return new PickedColumns(whole, columns, new float[whole.columns()]);
    }

    @Override
    public String name() {
        return whole.name();
    }

    @Override
    public int rows() {
        return whole.rows();
    }

    @Override
    public int columns() {
        return picked.length;
    }

    @Override
    public void read(int at, float[] to, int offset) throws DemonstrationException {
        whole.read(at, row, 0);
        for (int i = 0; i < picked.length; i++) {
            to[offset + i] = row[picked[i]];
        }
    }
}
