/**
 * Environments in classes of the user's own, {@code java:CLASS}, found by name in folders of classes or sources and in jars.
 */
@NullMarked
package dev.advect.envs.user;

import org.jspecify.annotations.NullMarked;
