/** A Franka arm in a kitchen: a microwave, a kettle, burners, a light switch and cabinets, and experts that work them. */
@NullMarked
package dev.advect.envs.kitchen;

import org.jspecify.annotations.NullMarked;
