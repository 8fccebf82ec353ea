package dev.advect.mujoco;

/** MuJoCo could not be loaded, or refused a model. The message says what to do about it where that is known. */
public final class MujocoException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public MujocoException(String message) {
        super(message);
    }

    public MujocoException(String message, Throwable cause) {
        super(message, cause);
    }
}
