package dev.advect.mujoco;

/**
 * The exception for a library that cannot be loaded, a rejected model, an unknown name or a failed simulation. The
 * message says what to do about it where that is known.
 */
public final class MujocoException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public MujocoException(String message) {
        super(message);
    }

    public MujocoException(String message, Throwable cause) {
        super(message, cause);
    }
}
