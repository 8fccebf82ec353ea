package dev.advect.data;

/** Thrown if bytes are not Parquet that can be read. The message is a clause that says why, without the file's name. */
final class ParquetException extends Exception {
    ParquetException(String message) {
        super(message);
    }

    static void require(boolean good, String otherwise) throws ParquetException {
        if (!good) {
            throw new ParquetException(otherwise);
        }
    }
}
