package dev.advect.mujoco;

import dev.advect.mujoco.layout.Layout;


/** A {@link Layout} is not that of the library; the message says what was found out. */
final class WrongLayout extends RuntimeException {

    private static final long serialVersionUID = 1L;

    WrongLayout(String message) {
        super(message);
    }

    WrongLayout(String message, Throwable cause) {
        super(message, cause);
    }
}
