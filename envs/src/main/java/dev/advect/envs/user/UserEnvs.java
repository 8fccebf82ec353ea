package dev.advect.envs.user;

import dev.advect.config.InvalidValueException;
import dev.advect.env.Env;
import dev.advect.env.EnvException;
import dev.advect.env.EnvFactory;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

/**
 * Environments by the names of their classes, {@code java:CLASS}. The class implements {@link Env} and has a public constructor
 * without parameters; or it has a public static method {@code factory()} that returns an {@link EnvFactory}.
 */
public final class UserEnvs {
    private static final String PREFIX = "java:";

    private final UserClasses classes;

    /** @param classes where classes are looked for */
    public UserEnvs(UserClasses classes) {
        this.classes = classes;
    }

    /** Whether a name has the prefix of an environment in a class. */
    public static boolean matches(String name) {
        return name.startsWith(PREFIX);
    }

    /**
     * Finds the class and returns what creates its environments.
     *
     * @param name {@code java:CLASS}, with the class's package
     * @throws InvalidValueException if there is no such class, it cannot be compiled or loaded, or is no environment
     */
    public EnvFactory factory(String name) {
        String wanted = name.substring(PREFIX.length());
        try {
            return factory(classes.find(wanted));
        } catch (LinkageError e) { // of another version of Java, or without a class that it needs
            throw new InvalidValueException(wanted + " cannot be loaded: " + e, e);
        }
    }

    private static EnvFactory factory(Class<?> type) {
        try {
            Method method = type.getMethod("factory");
            if (Modifier.isStatic(method.getModifiers()) && EnvFactory.class.isAssignableFrom(method.getReturnType())) {
                return (EnvFactory) called(type, () -> method.invoke(null));
            }
        } catch (NoSuchMethodException e) {
            // a class that is an environment itself
        }
        if (Env.class.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers())) {
            try {
                Constructor<?> constructor = type.getConstructor();
                return () -> (Env) called(type, constructor::newInstance);
            } catch (NoSuchMethodException e) {
                // refused below
            }
        }
        throw new InvalidValueException(type.getName() + " is no environment: a public class is needed that implements "
                + Env.class.getName() + " and has a public constructor without parameters, or that has a public static method "
                + "factory() that returns a " + EnvFactory.class.getName());
    }

    private interface Call {
        Object run() throws ReflectiveOperationException;
    }

    private static Object called(Class<?> type, Call call) {
        try {
            return call.run();
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new EnvException(type.getName() + " could not be created: " + cause, cause);
        } catch (ReflectiveOperationException | LinkageError e) { // not public, or a class that it needs is missing
            throw new EnvException(type.getName() + " could not be created: " + e, e);
        }
    }
}
