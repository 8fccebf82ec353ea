/**
 * Files on disk: tensors (safetensors), checkpoints, and metrics (JSON lines, TensorBoard events).
 *
 * <p>Files are always replaced through {@link dev.advect.io.AtomicFile}, so that at every moment either the old or the
 * new file exists. Exception messages are one line and can be shown to the user as they are.
 */
@NullMarked
package dev.advect.io;

import org.jspecify.annotations.NullMarked;
