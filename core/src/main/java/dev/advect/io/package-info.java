/**
 * What is written to disk: tensors (safetensors), checkpoints, metrics (JSON lines, TensorBoard events) and pictures.
 *
 * <p>Whatever replaces a file does so through {@link dev.advect.io.AtomicFile}: at every moment there is either the
 * old file or the new one. The exceptions' messages are one line, made to be shown to a user as they are.
 */
@NullMarked
package dev.advect.io;

import org.jspecify.annotations.NullMarked;
