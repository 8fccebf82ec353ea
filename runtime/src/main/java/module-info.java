import org.jspecify.annotations.NullMarked;

/** A saved policy and how it acts. */
@NullMarked
module dev.advect.runtime {
    requires static org.jspecify;
    // used where it is present at run time: java --add-modules jdk.incubator.vector
    requires static jdk.incubator.vector;

    exports dev.advect.runtime;
}
