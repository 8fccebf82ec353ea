package dev.advect.mujoco.library;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Files with the headers of libraries of all systems, and wheels; none of them could be loaded. */
public final class Binaries {
    public static final int ELF_X86_64 = 62;
    public static final int ELF_ARM64 = 183;
    public static final int MAC_X86_64 = 0x01000007;
    public static final int MAC_ARM64 = 0x0100000c;

    private Binaries() {}

    /** 64 bytes of header, one segment that covers the 200 bytes of the file, one section header at its end. */
    public static byte[] elf(int processor) {
        ByteBuffer file = ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN);
        file.put(0, new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1});
        file.putShort(16, (short) 3).putShort(18, (short) processor);
        file.putLong(32, 64).putLong(40, 136); // where segments and sections begin
        file.putShort(54, (short) 56).putShort(56, (short) 1);
        file.putShort(58, (short) 64).putShort(60, (short) 1);
        file.putInt(64, 1).putLong(64 + 8, 0).putLong(64 + 32, 200);
        return file.array();
    }

    /** A header, one segment command that covers the 104 bytes of the file. */
    public static byte[] machO(int processor) {
        ByteBuffer file = ByteBuffer.allocate(104).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(0, 0xfeedfacf).putInt(4, processor).putInt(12, 6).putInt(16, 1).putInt(20, 72);
        file.putInt(32, 0x19).putInt(36, 72).putLong(32 + 40, 0).putLong(32 + 48, 104);
        return file.array();
    }

    /** Two slices of 104 bytes, from 64 and from 168 on. */
    public static byte[] universal() {
        ByteBuffer file = ByteBuffer.allocate(272).order(ByteOrder.BIG_ENDIAN);
        file.putInt(0, 0xcafebabe).putInt(4, 2);
        file.putInt(8, MAC_X86_64).putInt(16, 64).putInt(20, 104);
        file.putInt(28, MAC_ARM64).putInt(36, 168).putInt(40, 104);
        file.put(64, machO(MAC_X86_64)).put(168, machO(MAC_ARM64));
        return file.array();
    }

    /** A DLL with one section, of the last 64 of its 256 bytes. */
    public static byte[] dll(int processor) {
        ByteBuffer file = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);
        file.put(0, new byte[] {'M', 'Z'}).putInt(0x3c, 64);
        file.putInt(64, 0x4550).putShort(68, (short) processor).putShort(70, (short) 1);
        file.putShort(84, (short) 0).putShort(86, (short) 0x2022);
        file.putInt(88 + 16, 64).putInt(88 + 20, 192);
        return file.array();
    }

    /** Writes a file, and the folders that it is in. */
    public static Path write(Path file, byte[] bytes) throws IOException {
        Files.createDirectories(file.resolveSibling("x").getParent());
        return Files.write(file, bytes);
    }

    /** A library of this system's processor and of Linux: an x86-64 or arm64 ELF file. */
    public static byte[] ofThisMachine() {
        return elf(Machine.ofThisProcess().processor().equals(Machine.ARM64) ? ELF_ARM64 : ELF_X86_64);
    }

    /** A wheel with such a library and one header. */
    static byte[] wheel(String version) {
        return zip(Map.of("mujoco/libmujoco.so." + version, ofThisMachine(),
                "mujoco/include/mujoco/mujoco.h", "#define mjVERSION_HEADER 3014000\n".getBytes(StandardCharsets.US_ASCII)));
    }

    public static byte[] zip(Map<String, byte[]> entries) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : new LinkedHashMap<>(entries).entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
