package io.isotropy.cli;

import io.isotropy.kernels.Backends;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

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

    /** For all commands. */
    @Option(names = "--device", paramLabel = "NAME", scope = ScopeType.INHERIT,
            description = "Where to compute: cpu, cuda (an NVIDIA GPU), reference. Default: cpu.")
    @Nullable String device;

    private Isotropy() {}

    static String version() {
        return Objects.requireNonNullElse(Isotropy.class.getPackage().getImplementationVersion(), "of a development build");
    }

    private static final Map<String, Function<Streams, CommandLine>> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put("embed", streams -> new CommandLine(new EmbedCommand(streams)));
        COMMANDS.put("similarity", streams -> new CommandLine(new SimilarityCommand(streams)));
        COMMANDS.put("classify", streams -> new CommandLine(new ClassifyCommand(streams)));
        COMMANDS.put("tokenize", streams -> new CommandLine(new TokenizeCommand(streams)));
        COMMANDS.put("fill-mask", streams -> new CommandLine(new FillMaskCommand(streams)));
        COMMANDS.put("models", streams -> new CommandLine(new ModelsCommand(streams)));
        COMMANDS.put("neighbors", streams -> new CommandLine(new NeighborsCommand(streams)));
        COMMANDS.put("analogy", streams -> new CommandLine(new AnalogyCommand(streams)));
        COMMANDS.put("convert", streams -> new CommandLine(new ConvertCommand(streams)));
        COMMANDS.put("eval", streams -> new CommandLine(new EvalCommand())
                .addSubcommand(new EvalStsCommand(streams)).addSubcommand(new EvalClassifyCommand(streams))
                .addSubcommand(new EvalTransferCommand(streams)).addSubcommand(new EvalNliCommand(streams))
                .addSubcommand(new EvalRetrievalCommand(streams)).addSubcommand(new EvalClusterCommand(streams))
                .addSubcommand(new EvalAllCommand(streams)).addSubcommand(new EvalWordsCommand(streams))
                .addSubcommand(new EvalTopicsCommand(streams)));
        COMMANDS.put("train", streams -> new CommandLine(new TrainCommand())
                .addSubcommand(new TrainSimCseCommand(streams))
                .addSubcommand(new TrainSbertCommand(streams))
                .addSubcommand(new TrainInferSentCommand(streams))
                .addSubcommand(new TrainUseCommand(streams))
                .addSubcommand(new TrainMlmCommand(streams))
                .addSubcommand(new TrainTsdaeCommand(streams))
                .addSubcommand(new TrainOneHotCommand(streams))
                .addSubcommand(new TrainBowCommand(streams))
                .addSubcommand(new TrainNGramCommand(streams))
                .addSubcommand(new TrainTfIdfCommand(streams))
                .addSubcommand(new TrainBm25Command(streams))
                .addSubcommand(new TrainHashingCommand(streams))
                .addSubcommand(new TrainFastTextCommand(streams))
                .addSubcommand(new TrainClassifierCommand(streams))
                .addSubcommand(new TrainLsaCommand(streams))
                .addSubcommand(new TrainPlsaCommand(streams))
                .addSubcommand(new TrainMeanCommand(streams))
                .addSubcommand(new TrainTfIdfMeanCommand(streams))
                .addSubcommand(new TrainSifCommand(streams))
                .addSubcommand(new TrainUsifCommand(streams))
                .addSubcommand(new TrainWhiteningCommand(streams))
                .addSubcommand(new TrainFlowCommand(streams))
                .addSubcommand(new TrainAllButTheTopCommand(streams))
                .addSubcommand(new TrainLdaCommand(streams))
                .addSubcommand(new TrainWord2VecCommand(streams))
                .addSubcommand(new TrainDoc2VecCommand(streams))
                .addSubcommand(new TrainGloveCommand(streams)));
        COMMANDS.put("topics", streams -> new CommandLine(new TopicsCommand(streams)));
        COMMANDS.put("tour", streams -> new CommandLine(new TourCommand(streams)));
        COMMANDS.put("bench", streams -> new CommandLine(new BenchCommand())
                .addSubcommand(new BenchGemmCommand(streams))
                .addSubcommand(new BenchEncodeCommand(streams))
                .addSubcommand(new BenchTokenizeCommand(streams)));
        COMMANDS.put("phrases", streams -> new CommandLine(new PhrasesCommand(streams)));
        COMMANDS.put("inspect", streams -> new CommandLine(new InspectCommand(streams)));
        COMMANDS.put("info", streams -> new CommandLine(new InfoCommand(streams)));
    }

    /** All commands, or only the one that {@code name} names: making the others' options would take half of a short run's start. */
    static CommandLine commands(Streams streams, String name) {
        Isotropy isotropy = new Isotropy();
        CommandLine commands = new CommandLine(isotropy);
        Function<Streams, CommandLine> one = COMMANDS.get(name);
        if (one != null) {
            commands.addSubcommand(one.apply(streams));
        } else {
            COMMANDS.values().forEach(command -> commands.addSubcommand(command.apply(streams)));
        }
        Failures failures = new Failures(streams);
        addHelp(commands);
        return commands.setCaseInsensitiveEnumValuesAllowed(true)
                .setUnmatchedOptionsAllowedAsOptionParameters(false) // a misspelt option is no file of the option before it
                .setAbbreviatedOptionsAllowed(false)
                .setOut(new PrintWriter(new OutputStreamWriter(streams.out(), StandardCharsets.UTF_8), true))
                .setErr(new PrintWriter(new OutputStreamWriter(streams.err(), StandardCharsets.UTF_8), true))
                .setExecutionStrategy(isotropy::runOnDevice)
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures);
    }

    private int runOnDevice(ParseResult parsed) {
        if (device != null) {
            try {
                Backends.prefer(device);
            } catch (IllegalArgumentException e) {
                List<CommandLine> line = parsed.asCommandLineList();
                throw new ExecutionException(
                        line.getLast(), "--device", new InputException("--device " + device + ": " + e.getMessage()));
            }
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    private static void addHelp(CommandLine command) {
        command.getCommandSpec().mixinStandardHelpOptions(true).versionProvider(new Version());
        command.getSubcommands().values().forEach(Isotropy::addHelp);
    }

    /** Runs a command; returns the exit code. */
    static int run(Streams streams, String... args) {
        try {
            EmbedCommand plain = PlainEmbed.parse(streams, args);
            if (plain != null) {
                return PlainEmbed.run(streams, plain);
            }
            return commands(streams, args.length == 0 ? "" : args[0]).execute(args);
        } catch (OutOfMemoryError | StackOverflowError | LinkageError e) {
            return new Failures(streams).handle("isotropy", e);
        }
    }

    public static void main(String[] args) {
        // What a library warns of is a line as the others on stderr.
        System.setProperty("java.util.logging.SimpleFormatter.format", "isotropy: %5$s%6$s%n");
        System.exit(run(Streams.system(), args));
    }
}
