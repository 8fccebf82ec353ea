package dev.advect.data;

import java.util.List;

/**
 * Several tables with the same number of rows, joined side by side.
 *
 * @param name the tables' origin, for messages
 * @param parts the tables
 */
record JoinedRows(String name, List<? extends Rows> parts) implements Rows {
    @Override
    public int rows() {
        return parts.getFirst().rows();
    }

    @Override
    public int columns() {
        return parts.stream().mapToInt(Rows::columns).reduce(0, Math::addExact);
    }

    @Override
    public void read(int row, float[] to, int offset) throws DemonstrationException {
        int column = offset;
        for (Rows part : parts) {
            part.read(row, to, column);
            column += part.columns();
        }
    }
}
