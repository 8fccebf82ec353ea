package dev.advect.envs.user;

import dev.advect.config.InvalidValueException;
import org.jspecify.annotations.Nullable;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Classes of folders and jars, beside those of this program. A folder holds classes, or sources: these are compiled when one of
 * their classes is asked for the first time, with all that it needs, and are preferred to classes, which may be older.
 */
public final class UserClasses extends URLClassLoader {
    /** The environment variable that names the folders and jars. */
    public static final String VARIABLE = "ADVECT_CLASSPATH";

    private final List<Path> path;
    private final Map<String, byte[]> compiled = new HashMap<>();

    /**
     * @param path folders and jars
     * @throws InvalidValueException if one of them does not exist
     */
    public UserClasses(List<Path> path) {
        super(urls(path), UserClasses.class.getClassLoader());
        this.path = List.copyOf(path);
    }

    /** Creates the loader of the folders and jars in {@code ADVECT_CLASSPATH}, by default of the working directory. */
    public static UserClasses of(Map<String, String> variables) {
        return new UserClasses(path(variables));
    }

    /** The folders and jars that the environment variables name, as absolute paths. */
    public static List<Path> path(Map<String, String> variables) {
        List<Path> path = new ArrayList<>();
        for (String entry : variables.getOrDefault(VARIABLE, "").split(File.pathSeparator, -1)) {
            path.add(Path.of(entry).toAbsolutePath().normalize());
        }
        return path;
    }

    private static URL[] urls(List<Path> path) {
        URL[] urls = new URL[path.size()];
        for (int i = 0; i < urls.length; i++) {
            if (!Files.exists(path.get(i))) {
                throw new InvalidValueException(VARIABLE + ": there is no " + path.get(i));
            }
            try {
                urls[i] = path.get(i).toUri().toURL();
            } catch (MalformedURLException e) {
                throw new InvalidValueException(VARIABLE + ": " + path.get(i) + " cannot be read", e);
            }
        }
        return urls;
    }

    /**
     * Finds a class by its full name.
     *
     * @throws InvalidValueException if there is none, or its source cannot be compiled
     */
    Class<?> find(String name) {
        try {
            return loadClass(name);
        } catch (ClassNotFoundException e) {
            throw new InvalidValueException("there is no class " + name + " in " + where() + "; " + VARIABLE
                    + " names the folders, of classes or sources, and the jars that are searched", e);
        }
    }

    private String where() {
        return path.stream().map(Path::toString).collect(Collectors.joining(", "));
    }

    /** @throws InvalidValueException if the class's source cannot be compiled, or declares another */
    @Override
    protected synchronized Class<?> findClass(String name) throws ClassNotFoundException {
        Path source = compiled.containsKey(name) ? null : source(name);
        if (source != null) {
            Map<String, byte[]> made = SourceCompiler.compile(source, path);
            if (!made.containsKey(name)) {
                throw new InvalidValueException(source + " has no class " + name + " but " + String.join(", ", made.keySet())
                        + ": a source must lie in the folder of its package, and the name have the package in front");
            }
            compiled.putAll(made);
        }
        byte[] bytes = compiled.get(name);
        return bytes == null ? super.findClass(name) : defineClass(name, bytes, 0, bytes.length);
    }

    /** The file of a class's source; null if there is none. A nested class stands in the file of the outermost. */
    private @Nullable Path source(String name) {
        String file = name.replaceFirst("\\$.*", "").replace('.', '/') + ".java";
        return path.stream().filter(Files::isDirectory).map(folder -> folder.resolve(file)).filter(Files::isRegularFile)
                .findFirst().orElse(null);
    }
}
