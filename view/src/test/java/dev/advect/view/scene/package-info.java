@NullMarked
package dev.advect.view.scene;

import org.jspecify.annotations.NullMarked;
