/**
 * Gymnasium environments that run in Python, {@code gym:MODULE:ENV_ID}. Each Python process steps its share of the
 * environments with one request and one response per step; its script, {@code advect_gym.py}, also documents the protocol.
 */
@NullMarked
package dev.advect.envs.gym;

import org.jspecify.annotations.NullMarked;
