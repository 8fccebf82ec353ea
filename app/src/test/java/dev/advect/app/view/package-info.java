@NullMarked
package dev.advect.app.view;

import org.jspecify.annotations.NullMarked;
