package dev.advect.runtime;

/** The kernel of this process; the class of the one for vectors is touched only where their module is there. */
final class Kernels {
    static final Kernel BEST =
            Lanes.VECTORS ? WarmingKernel.start(new PlainKernel(), new VectorKernel()) : new PlainKernel();

    private Kernels() {}
}
