package io.isotropy.cli;

import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The command {@code isotropy}. */
@Command(name = "isotropy", description = "Text embeddings in pure Java.", synopsisSubcommandLabel = "COMMAND",
        footer = {
            "", "Exit codes: 0 fine, 1 a failure on the way, 2 input or options that cannot be used, 130 interrupted.",
            "ISOTROPY_DEBUG=1 shows stack traces; ISOTROPY_CACHE names the folder of models; ISOTROPY_JAVA_OPTS goes to the JVM.",
            "", "Example:", "  isotropy similarity \"A man plays a guitar.\" \"Someone makes music.\""
        })
final class Isotropy {

    /** From the jar's manifest. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"isotropy " + version()};
        }
    }

    private Isotropy() {}

    static String version() {
        return Objects.requireNonNullElse(Isotropy.class.getPackage().getImplementationVersion(), "of a development build");
    }

    static CommandLine commands(Streams streams) {
        CommandLine commands = new CommandLine(new Isotropy());
        commands.addSubcommand(new EmbedCommand(streams));
        commands.addSubcommand(new SimilarityCommand(streams));
        commands.addSubcommand(new TokenizeCommand(streams));
        commands.addSubcommand(new ModelsCommand(streams));
        commands.addSubcommand(new CommandLine(new EvalCommand()).addSubcommand(new EvalStsCommand(streams)));
        commands.addSubcommand(new CommandLine(new BenchCommand())
                .addSubcommand(new BenchGemmCommand(streams))
                .addSubcommand(new BenchEncodeCommand(streams))
                .addSubcommand(new BenchTokenizeCommand(streams)));
        commands.addSubcommand(new InfoCommand(streams));
        Failures failures = new Failures(streams);
        addHelp(commands);
        return commands.setCaseInsensitiveEnumValuesAllowed(true)
                .setAbbreviatedOptionsAllowed(false)
                .setOut(new PrintWriter(new OutputStreamWriter(streams.out(), StandardCharsets.UTF_8), true))
                .setErr(new PrintWriter(new OutputStreamWriter(streams.err(), StandardCharsets.UTF_8), true))
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures);
    }

    private static void addHelp(CommandLine command) {
        command.getCommandSpec().mixinStandardHelpOptions(true).versionProvider(new Version());
        command.getSubcommands().values().forEach(Isotropy::addHelp);
    }

    /** Runs a command; returns the exit code. */
    static int run(Streams streams, String... args) {
        try {
            return commands(streams).execute(args);
        } catch (OutOfMemoryError | StackOverflowError | LinkageError e) {
            return new Failures(streams).handle("isotropy", e);
        }
    }

    public static void main(String[] args) {
        System.exit(run(Streams.system(), args));
    }
}
