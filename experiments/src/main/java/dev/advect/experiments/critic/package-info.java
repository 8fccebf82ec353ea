/** Whether a critic's values are good for something: are they right, and do they tell better actions from worse ones? */
@NullMarked
package dev.advect.experiments.critic;

import org.jspecify.annotations.NullMarked;
