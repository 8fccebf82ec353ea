package dev.advect.train;

import dev.advect.io.Safetensors;
import dev.advect.io.StateDict;
import dev.advect.ranks.Ranks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;

/** A command of rank 0 to the other ranks, which they carry out at the same time as rank 0 itself. */
enum RankCommand {
    COLLECT(1),
    UPDATE(2),
    EVALUATE(3),
    SAVE(4),
    LOAD(5),
    RETURN(6),
    STABILISE(7),
    PREPARE(8),
    END(9);

    /** The first byte of the message. */
    private final byte code;

    RankCommand(int code) {
        this.code = (byte) code;
    }

    /**
     * A command with its argument.
     *
     * @param argument the bytes after the command, which are read from their beginning
     */
    record Message(RankCommand command, ByteBuffer argument) {}

    /** Tells all other ranks this command. */
    void tell(Ranks ranks, byte[] argument) {
        byte[] message = new byte[1 + argument.length];
        message[0] = code;
        System.arraycopy(argument, 0, message, 1, argument.length);
        ranks.broadcast(message);
    }

    /** Waits for the next command of rank 0. */
    static Message await(Ranks ranks) {
        ByteBuffer message = ByteBuffer.wrap(ranks.broadcast(null));
        return new Message(of(message.get()), message);
    }

    private static RankCommand of(byte code) {
        for (RankCommand command : values()) {
            if (command.code == code) {
                return command;
            }
        }
        throw new IllegalStateException("rank 0 sent command " + code + ", which this version does not know");
    }

    /** A state as an argument. */
    static byte[] bytes(StateDict state) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            Safetensors.write(bytes, state, Map.of());
        } catch (IOException e) {
            throw new IllegalStateException(e); // it is written to memory
        }
        return bytes.toByteArray();
    }

    /** Reads a state that {@link #bytes} wrote. */
    static StateDict state(ByteBuffer bytes) throws IOException {
        return Safetensors.read(bytes, "the state from rank 0").state();
    }
}
