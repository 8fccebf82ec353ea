package dev.advect.mujoco.library;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the first bytes of a shared library say about it: the system and the processors that it was built for.
 *
 * <p>It is read before the system's loader sees the file. The loader maps a file without looking whether it is whole,
 * and the JVM does not survive the first access to a page that is missing.
 *
 * @param platform that loads such files
 * @param processors whose code it holds; several in a universal library of macOS
 */
public record BinaryHeader(Machine.Platform platform, Set<String> processors) {
    /** Files of more parts are no libraries; the number may come from a damaged file. */
    private static final int MAX_SLICES = 30;

    /** What is wrong with a file, so that it must not be loaded on this machine; nothing if it may be. */
    public static Optional<String> problem(Path file, Machine machine) {
        try {
            BinaryHeader header = read(file);
            boolean fits = header.platform == machine.platform() && header.processors.contains(machine.processor());
            return fits ? Optional.empty() : Optional.of("it is built for " + header + ", and this is "
                    + machine.platform().label + " on " + machine.processor());
        } catch (EOFException e) {
            return Optional.of("it is truncated");
        } catch (NotALibrary e) {
            return Optional.of("it is no library");
        } catch (IOException e) {
            return Optional.of("it cannot be read, " + e.getMessage());
        }
    }

    /**
     * Reads a file's header and checks that what it lists lies within the file.
     *
     * @throws EOFException if the file ends before that
     * @throws NotALibrary if it is something else
     */
    static BinaryHeader read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            Bytes bytes = new Bytes(channel, channel.size());
            int magic = bytes.at(0, 4, ByteOrder.BIG_ENDIAN).getInt();
            if (magic >>> 16 == 0x4d5a) {
                return windows(bytes);
            }
            return switch (magic) {
                case 0x7f454c46 -> elf(bytes);
                case 0xcffaedfe -> new BinaryHeader(Machine.Platform.MAC, Set.of(machO(bytes)));
                case 0xcafebabe -> universal(bytes);
                default -> throw new NotALibrary();
            };
        }
    }

    private static BinaryHeader elf(Bytes file) throws IOException {
        ByteBuffer header = file.at(0, 64, ByteOrder.LITTLE_ENDIAN);
        boolean wide = header.get(4) == 2;
        boolean little = header.get(5) == 1;
        if (!wide || !little) {
            return new BinaryHeader(Machine.Platform.LINUX, Set.of("a processor of 32 bits or another byte order"));
        }
        int type = header.getShort(16);
        int size = Short.toUnsignedInt(header.getShort(54));
        int count = Short.toUnsignedInt(header.getShort(56));
        if (type != 3 || count == 0 || size < 56) {
            throw new NotALibrary();
        }
        ByteBuffer segments = file.at(header.getLong(32), size * count, ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            if (segments.getInt(i * size) == 1) {
                file.requireRange(segments.getLong(i * size + 8), segments.getLong(i * size + 32));
            }
        }
        int sectionsSize = Short.toUnsignedInt(header.getShort(58)) * Short.toUnsignedInt(header.getShort(60));
        file.requireRange(header.getLong(40), sectionsSize);
        int processor = Short.toUnsignedInt(header.getShort(18));
        return new BinaryHeader(Machine.Platform.LINUX, Set.of(switch (processor) {
            case 62 -> Machine.X86_64;
            case 183 -> Machine.ARM64;
            default -> "processor " + processor;
        }));
    }

    private static String machO(Bytes file) throws IOException {
        ByteBuffer header = file.at(0, 32, ByteOrder.LITTLE_ENDIAN);
        int count = header.getInt(16);
        ByteBuffer commands = file.at(32, header.getInt(20), ByteOrder.LITTLE_ENDIAN);
        int start = 0;
        for (int i = 0; i < count; i++) {
            if (commands.limit() - start < 8) {
                throw new NotALibrary();
            }
            int size = commands.getInt(start + 4);
            if (size < 8 || size > commands.limit() - start) {
                throw new NotALibrary();
            }
            if (commands.getInt(start) == 0x19 && size >= 56) {
                file.requireRange(commands.getLong(start + 40), commands.getLong(start + 48));
            }
            start += size;
        }
        return macProcessor(header.getInt(4));
    }

    private static BinaryHeader universal(Bytes file) throws IOException {
        int count = file.at(4, 4, ByteOrder.BIG_ENDIAN).getInt();
        if (count < 1 || count > MAX_SLICES) { // Java's classes begin as these files do, with a version instead
            throw new NotALibrary();
        }
        ByteBuffer slices = file.at(8, 20 * count, ByteOrder.BIG_ENDIAN);
        Set<String> processors = new TreeSet<>();
        for (int i = 0; i < count; i++) {
            long offset = Integer.toUnsignedLong(slices.getInt(20 * i + 8));
            file.requireRange(offset, Integer.toUnsignedLong(slices.getInt(20 * i + 12)));
            processors.add(macProcessor(slices.getInt(20 * i)));
        }
        return new BinaryHeader(Machine.Platform.MAC, processors);
    }

    private static String macProcessor(int type) {
        return switch (type) {
            case 0x01000007 -> Machine.X86_64;
            case 0x0100000c -> Machine.ARM64;
            default -> "processor " + type;
        };
    }

    private static BinaryHeader windows(Bytes file) throws IOException {
        long start = Integer.toUnsignedLong(file.at(0x3c, 4, ByteOrder.LITTLE_ENDIAN).getInt());
        ByteBuffer header = file.at(start, 24, ByteOrder.LITTLE_ENDIAN);
        boolean library = (header.getShort(22) & 0x2000) != 0;
        if (header.getInt(0) != 0x4550 || !library) {
            throw new NotALibrary();
        }
        int count = Short.toUnsignedInt(header.getShort(6));
        int optional = Short.toUnsignedInt(header.getShort(20));
        ByteBuffer sections = file.at(start + 24 + optional, 40 * count, ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            long size = Integer.toUnsignedLong(sections.getInt(40 * i + 16));
            file.requireRange(Integer.toUnsignedLong(sections.getInt(40 * i + 20)), size);
        }
        int processor = Short.toUnsignedInt(header.getShort(4));
        return new BinaryHeader(Machine.Platform.WINDOWS, Set.of(switch (processor) {
            case 0x8664 -> Machine.X86_64;
            case 0xaa64 -> Machine.ARM64;
            default -> "processor " + processor;
        }));
    }

    @Override
    public String toString() {
        return platform.label + " on " + String.join(" and ", processors);
    }

    /** The file is something else. */
    static final class NotALibrary extends IOException {
        private static final long serialVersionUID = 1;
    }

    /** A file whose parts are read by their place. */
    private record Bytes(FileChannel channel, long size) {

        ByteBuffer at(long offset, int length, ByteOrder order) throws IOException {
            requireRange(offset, length);
            ByteBuffer buffer = ByteBuffer.allocate(length).order(order);
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, offset + buffer.position()) < 0) {
                    throw new EOFException();
                }
            }
            return buffer.flip();
        }

        void requireRange(long offset, long length) throws EOFException {
            if (offset < 0 || length < 0 || offset > size || length > size - offset) {
                throw new EOFException();
            }
        }
    }
}
