package dev.advect.mujoco;

/** MuJoCo's headers could not be understood. */
final class HeaderException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    HeaderException(String message) {
        super(message);
    }
}
