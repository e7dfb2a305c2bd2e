package org.trunkline.cli.internal;

import java.util.List;

/** A command could not be carried out; each line names the thing and the way out. */
final class CommandException extends Exception {
    private static final long serialVersionUID = 1L;
    static final int FAILED = 1;
    static final int USAGE = 2;

    private final int exitCode;
    private final transient List<String> lines;

    private CommandException(int exitCode, List<String> lines) {
        super(String.join("; ", lines));
        this.exitCode = exitCode;
        this.lines = List.copyOf(lines);
    }

    /** The command was understood, and something is in its way. */
    static CommandException failed(String line) {
        return new CommandException(FAILED, List.of(line));
    }

    /** @param lines one for each problem */
    static CommandException refused(List<String> lines) {
        return new CommandException(FAILED, lines);
    }

    /** The command line itself is wrong. */
    static CommandException usage(String line) {
        return new CommandException(USAGE, List.of(line));
    }

    int exitCode() {
        return exitCode;
    }

    List<String> lines() {
        return lines;
    }
}
