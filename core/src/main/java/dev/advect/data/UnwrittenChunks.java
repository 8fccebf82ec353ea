package dev.advect.data;

import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.dataset.chunked.ChunkedDatasetV4;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The chunks of a data set that were never written. HDF5 defines their content as the fill value, but the library
 * returns zeros.
 *
 * <p>In the layouts of HDF5 1.10 and later the library cannot always tell such chunks from written ones, so a data set
 * with a missing chunk is rejected.
 *
 * @param name the data set's name, for messages
 * @param columns the data set's number of columns
 */
record UnwrittenChunks(Hdf5Source source, String name, ChunkedDataset dataset, int columns) {

    /**
     * Finds the first row and column of all unwritten chunks in the rows {@code [first, end)}; {@code first} must start
     * a chunk.
     */
    List<int[]> find(int first, int end) throws DemonstrationException {
        boolean late = dataset instanceof ChunkedDatasetV4;
        if (!late && Hdf5Numbers.fillValue(dataset) == 0) {
            return List.of(); // the library's zeros are right
        }
        int[] chunk = dataset.getChunkDimensions();
        List<int[]> found = new ArrayList<>();
        for (int row = first; row < end; row += chunk[0]) {
            for (int column = 0; column < columns; column += width()) {
                if (isWritten(chunk.length == 1 ? new int[] {row} : new int[] {row, column})) {
                    continue;
                }
                if (late) {
                    throw source.refusal("the data set '" + name + "' has chunks that were never written, which cannot be read "
                            + "in this layout; h5repack OLD NEW writes a file without such");
                }
                found.add(new int[] {row, column});
            }
        }
        return found;
    }

    private int width() {
        int[] chunk = dataset.getChunkDimensions();
        return chunk.length == 1 ? 1 : chunk[1];
    }

    /** Writes the fill value into the given chunks, within the values of the rows {@code [first, end)}. */
    void fill(List<int[]> found, float[] numbers, int first, int end) {
        float value = Hdf5Numbers.fillValue(dataset);
        for (int[] corner : found) {
            for (int row = corner[0]; row < Math.min(end, corner[0] + dataset.getChunkDimensions()[0]); row++) {
                int offset = (row - first) * columns;
                Arrays.fill(numbers, offset + corner[1], offset + Math.min(columns, corner[1] + width()), value);
            }
        }
    }

    /** Whether a chunk was written, which the library reveals only through exceptions. */
    private boolean isWritten(int[] offset) {
        try {
            dataset.getRawChunkBuffer(offset);
            return true;
        } catch (RuntimeException e) {
            String why = String.valueOf(e.getMessage());
            if (why.startsWith("No chunk with offset") || why.endsWith("at address -1")) {
                return false;
            }
            throw e;
        }
    }
}
