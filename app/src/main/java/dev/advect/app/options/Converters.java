package dev.advect.app.options;

import dev.advect.config.InvalidValueException;
import dev.advect.flow.Sampler;
import dev.advect.flow.Schedule;
import dev.advect.train.Algorithm;
import dev.advect.train.ConfigYaml;
import dev.advect.train.Nearest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The converters that parse option values. */
public final class Converters {
    private Converters() {}

    public static void register(CommandLine commandLine) {
        commandLine
                .registerConverter(Algorithm.class, text -> constant("algorithm", text, Algorithm.values()))
                .registerConverter(Sampler.class, text -> constant("sampler", text, Sampler.values()))
                .registerConverter(ExportFormat.class,
                        text -> constant("format", text, ExportFormat.values()))
                .registerConverter(Schedule.class, Converters::schedule)
                .registerConverter(Count.class, Converters::count)
                .registerConverter(Integer.class, Converters::whole)
                .registerConverter(int.class, Converters::whole)
                .registerConverter(Double.class, Converters::number)
                .registerConverter(double.class, Converters::number);
    }

    private static Schedule schedule(String text) {
        try {
            return Schedule.parse(text);
        } catch (InvalidValueException e) {
            throw caused(e.getMessage(), e);
        }
    }

    private static int whole(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw caused("'" + text + "' is not a whole number, or too large", e);
        }
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw caused("'" + text + "' is not a number", e);
        }
    }

    /** A whole number that may be written as 2e6 or 2_000_000. */
    public record Count(long value) {}

    private static Count count(String text) {
        try {
            return new Count(new BigDecimal(text.replace("_", "")).longValueExact());
        } catch (NumberFormatException e) {
            throw caused("'" + text + "' is not a number such as 2000000 or 2e6", e);
        } catch (ArithmeticException e) {
            throw caused("'" + text + "' is not a whole number, or too large", e);
        }
    }

    private static CommandLine.TypeConversionException caused(@Nullable String message, RuntimeException cause) {
        CommandLine.TypeConversionException exception = new CommandLine.TypeConversionException(message);
        exception.initCause(cause);
        return exception;
    }

    private static <E extends Enum<E>> E constant(String what, String text, E[] constants) {
        List<String> names = Arrays.stream(constants).map(ConfigYaml::name).toList();
        int index = names.indexOf(text.toLowerCase(Locale.ROOT));
        if (index < 0) {
            throw new InvalidValueException("unknown " + what + " '" + text + "'" + Nearest.hint(text, names));
        }
        return constants[index];
    }
}
