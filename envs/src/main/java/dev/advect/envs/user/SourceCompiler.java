package dev.advect.envs.user;

import dev.advect.config.InvalidValueException;
import org.jspecify.annotations.Nullable;

import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The compilation of a source file, and of those that it needs, to classes in memory. */
final class SourceCompiler {
    private SourceCompiler() {}

    /**
     * Compiles a file.
     *
     * @param path the folders and jars in which other sources and classes are looked for
     * @return the classes by name
     * @throws InvalidValueException if there is an error in a source, with the place of the first
     */
    static Map<String, byte[]> compile(Path source, List<Path> path) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new InvalidValueException(source + " cannot be compiled, as this Java has no compiler: use a JDK, or name a folder "
                    + "of classes");
        }
        String folders = path.stream().filter(Files::isDirectory).map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        String classes = path.stream().map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator, System.getProperty("java.class.path") + File.pathSeparator, ""));
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(found, Locale.ROOT, StandardCharsets.UTF_8);
                Memory memory = new Memory(files)) {
            List<String> options = List.of("-proc:none", "-implicit:class", "-g", "-sourcepath", folders, "-classpath", classes);
            if (!compiler.getTask(null, memory, found, options, null, files.getJavaFileObjects(source)).call()) {
                throw new InvalidValueException(errors(found, source));
            }
            return memory.classes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first error in one line, and how many there are. */
    private static String errors(DiagnosticCollector<JavaFileObject> found, Path source) {
        List<Diagnostic<? extends JavaFileObject>> errors =
                found.getDiagnostics().stream().filter(one -> one.getKind() == Diagnostic.Kind.ERROR).toList();
        Diagnostic<? extends JavaFileObject> first = errors.getFirst();
        String file = first.getSource() == null ? source.toString() : Path.of(first.getSource().toUri()).toString();
        String what = first.getMessage(Locale.ROOT).lines().map(String::strip).collect(Collectors.joining(", "));
        return file + ":" + first.getLineNumber() + ": " + what + (errors.size() == 1 ? "" : " (the first of " + errors.size() + " errors)");
    }

    /** Keeps compiled classes in memory. */
    private static final class Memory extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, ByteArrayOutputStream> written = new HashMap<>();

        Memory(JavaFileManager files) {
            super(files);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(Location location, String name, JavaFileObject.Kind kind, @Nullable FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("memory:///" + name.replace('.', '/') + kind.extension), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return written.computeIfAbsent(name, _ -> new ByteArrayOutputStream());
                }
            };
        }

        Map<String, byte[]> classes() {
            return written.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().toByteArray()));
        }
    }
}
