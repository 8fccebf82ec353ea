package dev.advect.reliability.mutate;

/**
 * What became of a damaged file that was read without an exception.
 *
 * @param kind what it counts as
 * @param detail of a silent one, what is wrong with it
 */
record Outcome(Kind kind, String detail) {
    enum Kind {
        /** The value that the undamaged file holds. */
        SAME,
        /** Another value, which the format lets the file hold: see {@link MutantFormat#read}. */
        OTHER,
        /** A value that the reader should have refused. */
        SILENT
    }

    static final Outcome SAME = new Outcome(Kind.SAME, "");
    static final Outcome OTHER = new Outcome(Kind.OTHER, "");

    static Outcome silent(String detail) {
        return new Outcome(Kind.SILENT, detail);
    }
}
