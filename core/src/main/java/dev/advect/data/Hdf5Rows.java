package dev.advect.data;

import io.jhdf.api.Dataset;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.api.dataset.ContiguousDataset;
import io.jhdf.dataset.DatasetBase;
import io.jhdf.dataset.DatasetReader;

import java.util.Arrays;
import java.util.List;

/**
 * A data set of one or two dimensions, where one dimension means a single column. It is read in blocks of rows that
 * consist of whole chunks, so that a large set is never held in memory twice.
 */
final class Hdf5Rows implements Rows {
    /** The approximate number of values per block. */
    private static final int BLOCK = 1 << 16;

    private final Hdf5Source source;
    private final String name;
    private final Dataset dataset;
    private final int rows;
    private final int columns;
    private final int blockRows;
    /** The values of the rows {@code [from, to)}. */
    private float[] block = {};
    private int from;
    private int to;

    /**
     * @param name the path of the data set, for messages
     */
    Hdf5Rows(Hdf5Source source, String name, Dataset dataset) throws DemonstrationException {
        this.source = source;
        this.name = name;
        this.dataset = dataset;
        int[] shape = dataset.getDimensions();
        if (shape.length != 1 && shape.length != 2) {
            throw source.refusal("the data set '" + name + "' has " + shape.length
                    + " dimensions, [steps] or [steps, components] is needed");
        }
        rows = shape[0];
        columns = shape.length == 1 ? 1 : shape[1];
        if (columns == 0) {
            throw source.refusal("the data set '" + name + "' has 0 components a step, at least 1 is needed");
        }
        blockRows = blockRows();
    }

    private int blockRows() {
        return switch (dataset) {
            case ChunkedDataset chunked -> {
                int unit = Math.max(1, chunked.getChunkDimensions()[0]);
                yield Math.toIntExact(Math.min(rows, unit * Math.max(1, BLOCK / ((long) unit * columns))));
            }
            case ContiguousDataset _ -> Math.max(1, BLOCK / columns);
            default -> rows; // stored in the header of the data set, hence small
        };
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public void read(int row, float[] out, int offset) throws DemonstrationException {
        if (row < from || row >= to) {
            load(row / blockRows * blockRows);
        }
        System.arraycopy(block, (row - from) * columns, out, offset, columns);
    }

    private void load(int first) throws DemonstrationException {
        int end = Math.min(rows, first + blockRows);
        float[] numbers;
        try {
            if (dataset instanceof ChunkedDataset chunked) {
                UnwrittenChunks unwritten = new UnwrittenChunks(source, name, chunked, columns);
                List<int[]> found = unwritten.find(first, end);
                numbers = decode(first, end);
                unwritten.fill(found, numbers, first, end);
            } else {
                numbers = decode(first, end);
            }
        } catch (RuntimeException e) {
            throw source.unreadable("the data set '" + name + "'", e);
        }
        for (int i = 0; i < numbers.length; i++) {
            if (!Float.isFinite(numbers[i])) {
                throw source.refusal("the data set '" + name + "' holds " + numbers[i] + " in row " + (first + i / columns));
            }
        }
        block = numbers;
        from = first;
        to = end;
    }

    private float[] decode(int first, int end) throws DemonstrationException {
        int size = Math.multiplyExact(end - first, columns);
        if (dataset.isEmpty()) {
            float[] numbers = new float[size];
            Arrays.fill(numbers, Hdf5Numbers.fillValue(dataset));
            return numbers;
        }
        Object flat;
        if (dataset instanceof DatasetBase base && (dataset instanceof ChunkedDataset || dataset instanceof ContiguousDataset)) {
            boolean vector = dataset.getDimensions().length == 1;
            flat = DatasetReader.readDataset(base.getDataType(),
                    base.getSliceDataBuffer(vector ? new long[] {first} : new long[] {first, 0},
                            vector ? new int[] {end - first} : new int[] {end - first, columns}),
                    new int[] {size}, base.getHdfFile().getHdfBackingStorage());
        } else {
            flat = dataset.getDataFlat();
        }
        float[] numbers = Hdf5Numbers.floats(flat);
        if (numbers == null) {
            throw source.refusal("the data set '" + name + "' does not hold numbers");
        }
        if (numbers.length != size) {
            throw source.refusal("the data set '" + name + "' is not complete");
        }
        return numbers;
    }
}
