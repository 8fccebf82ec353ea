package dev.advect.app.console;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.slf4j.LoggerFactory;

/**
 * The logging configuration: warnings go to standard error as plain text. It is written in code because that starts
 * faster than reading a file.
 */
public final class LogSetup extends ContextAwareBase implements Configurator {
    /** The system property that says that this process is an executor of a cluster: {@value}. */
    public static final String EXECUTOR = "advect.executor";

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("%-5level %logger{0}: %message%n%ex");
        encoder.start();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(encoder);
        appender.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(appender);
        // the HDF5 library warns of the padding of its own writer for every object of a file
        context.getLogger("io.jhdf").setLevel(Level.ERROR);
        // the web server logs what commands report themselves, such as a port in use
        context.getLogger("io.javalin").setLevel(Level.OFF);
        context.getLogger("org.eclipse.jetty").setLevel(Level.OFF);
        // what matters of a cluster is said by the command; the executors' messages go to files, where nothing else says it
        Level cluster = Boolean.getBoolean(EXECUTOR) ? Level.WARN : Level.OFF;
        context.getLogger("org.apache").setLevel(cluster);
        context.getLogger("org.sparkproject").setLevel(cluster);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** Enables what the master and the workers of a cluster say of each other and of executors. */
    public static void server() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.getLogger("org.apache.spark.deploy.master.Master").setLevel(Level.INFO);
        context.getLogger("org.apache.spark.deploy.worker.Worker").setLevel(Level.INFO);
    }

    /** Enables the project's own messages from level DEBUG, and those of libraries from level INFO. */
    public static void verbose() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(Level.INFO);
        context.getLogger("dev.advect").setLevel(Level.DEBUG);
        context.getLogger("io.javalin").setLevel(Level.INFO);
        context.getLogger("org.apache").setLevel(Level.WARN);
        context.getLogger("org.sparkproject").setLevel(Level.WARN);
        context.getLogger("org.eclipse.jetty").setLevel(Level.WARN);
    }
}
