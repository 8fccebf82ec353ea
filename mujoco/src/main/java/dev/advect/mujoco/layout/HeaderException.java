package dev.advect.mujoco.layout;

/** The exception for MuJoCo headers that cannot be parsed. */
public final class HeaderException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    HeaderException(String message) {
        super(message);
    }
}
