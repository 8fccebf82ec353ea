/**
 * Gymnasium environments of Python, {@code gym:MODULE:ENV_ID}. Python runs in processes of its own, each of which steps
 * its share of the environments for one message and one answer a step; the script that does so is
 * {@code advect_gym.py}, which also describes what travels.
 */
@NullMarked
package dev.advect.envs.gym;

import org.jspecify.annotations.NullMarked;
