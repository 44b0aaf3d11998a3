package io.isotropy.cli;

import io.isotropy.autograd.train.CheckpointException;
import io.isotropy.autograd.train.TrainingException;
import io.isotropy.kernels.DeviceMemoryException;
import io.isotropy.nlp.ModelFolderException;
import io.isotropy.nlp.hub.HubException;
import io.isotropy.nlp.json.JsonException;
import io.isotropy.nlp.text.TextFileException;
import io.isotropy.nlp.text.TokenizerFileException;
import io.isotropy.tensor.safetensors.SafetensorsException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** One sentence on stderr and an exit code for everything that can go wrong. */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {

    static final int OK = 0;
    static final int FAILED = 1;
    static final int BAD_INPUT = 2;
    /** As a shell reports a program that SIGINT ended. */
    static final int INTERRUPTED = 130;

    private final Streams streams;

    Failures(Streams streams) {
        this.streams = streams;
    }

    @Override
    public int handleParseException(ParameterException found, String[] args) {
        CommandLine command = found.getCommandLine();
        ParameterException failure = found;
        // A misspelled option often is the one that then is missing: picocli reports only the latter.
        if (found instanceof MissingParameterException && !command.getUnmatchedArguments().isEmpty()) {
            failure = new UnmatchedArgumentException(command, command.getUnmatchedArguments());
        }
        StringBuilder message = new StringBuilder(String.valueOf(failure.getMessage()));
        if (failure instanceof UnmatchedArgumentException unmatched && !unmatched.getSuggestions().isEmpty()) {
            message.append("; did you mean ").append(String.join(" or ", unmatched.getSuggestions())).append('?');
        }
        String name = command.getCommandSpec().qualifiedName();
        say(name, message + " (" + name + " --help shows the options)", failure);
        return BAD_INPUT;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult result) {
        return handle(command.getCommandSpec().qualifiedName(), failure);
    }

    /** Reports a failure of the command of that name; returns the exit code. */
    int handle(String name, Throwable failure) {
        if (failure instanceof Output.Interrupted) {
            return INTERRUPTED;
        }
        if (failure instanceof OutputException output && output.closedPipe()) {
            return OK;
        }
        say(name, sentence(failure), failure);
        return exitCode(failure);
    }

    private static int exitCode(Throwable failure) {
        return switch (failure) {
            case InputException _, ModelFolderException _, TokenizerFileException _, SafetensorsException _ -> BAD_INPUT;
            case JsonException _, TextFileException _, NoSuchFileException _, AccessDeniedException _ -> BAD_INPUT;
            // A model that nobody knows is bad input; one that the network did not deliver is a failure.
            case HubException hub -> hub.getCause() instanceof IOException ? FAILED : BAD_INPUT;
            // A checkpoint that cannot be used is bad input; one that cannot be written is a failure.
            case CheckpointException checkpoint -> checkpoint.isUnwritable() ? FAILED : BAD_INPUT;
            default -> FAILED;
        };
    }

    private static String sentence(Throwable failure) {
        return switch (failure) {
            case InputException _, HubException _, JsonException _, TrainingException _, DeviceMemoryException _ -> String.valueOf(failure.getMessage());
            case OutOfMemoryError _ ->
                "out of memory at a heap of " + (Runtime.getRuntime().maxMemory() >> 20)
                        + " MiB: give it more with ISOTROPY_JAVA_OPTS=-Xmx4g";
            case IOException io -> reason(io);
            default -> "internal error, " + failure + "; ISOTROPY_DEBUG=1 shows where";
        };
    }

    /** What an I/O failure says, in words where the JDK's message is but a name. */
    static String reason(IOException failure) {
        return switch (failure) {
            case NoSuchFileException file -> file.getFile() + " does not exist";
            case AccessDeniedException file -> file.getFile() + ": permission denied";
            default -> {
                String message = failure.getMessage();
                yield message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
            }
        };
    }

    private void say(String name, String sentence, Throwable failure) {
        streams.err().println(name + ": " + sentence.strip().replaceAll("\\s*\\R\\s*", " "));
        if (streams.debug()) {
            failure.printStackTrace(streams.err());
        }
    }
}
