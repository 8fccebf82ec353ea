package dev.advect.data;

import java.util.List;

/**
 * Several tables side by side, with the same number of rows.
 *
 * @param name where they come from, for messages
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
        int at = offset;
        for (Rows part : parts) {
            part.read(row, to, at);
            at += part.columns();
        }
    }
}
