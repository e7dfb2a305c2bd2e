package org.trunkline.cli.internal;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The command {@code trunkline}. Exit code 0: done; 1: could not be done; 2: the command line is wrong. */
public final class Trunkline {
    static final String USAGE = """
            usage: trunkline config COMMAND [--json]

              export KIND [FILE]          writes all trunks, numbers, subscribers, ring-groups or routes to FILE: CSV, or
                                          Excel where it ends in .xlsx; without FILE to the terminal. Never a password
              import KIND FILE [--preview]  adds and changes entries by the rows of a CSV or Excel file, all or none;
                                          --preview shows what each row would do

            usage: trunkline settings COMMAND [--json]

              list                        all technical settings of the node, and where their values come from
              set NAME=VALUE...           saves settings, all or none; NAME= goes back to the default

            usage: trunkline call SUBSCRIBER NUMBER [--trunk TRUNK] [--json]

              rings the phones of a subscriber, and calls NUMBER for it once one is answered;
              --trunk calls it over that trunk, whatever the routes say

            usage: trunkline listen CALL SUBSCRIBER [--json]

              rings the phones of a subscriber; the one that answers listens to a live call, whose parties hear a consent tone

            usage: trunkline test-call TRUNK NUMBER [--json]

              calls NUMBER over a trunk of the node, and shows each step, what was heard and how well
              --caller NUMBER --codec PCMA,PCMU,G722,opus --header "Name: value"
              --silence                   in place of a tone
              --seconds N                 how long after the answer, 1 to 60 (default 10)
              --voice SUBSCRIBER          rings the subscriber's phones first, and connects the one that is answered;
                                          without --silence and --seconds

            usage: trunkline plugin COMMAND [--json]

              administration of a node:
              list                        installed plug-ins, their state and cost
              catalogue                   archives in the node's catalogue folder
              install FILE                installs an archive (.tlp), or one of the catalogue by its file name
              update FILE [--yes]         replaces an installed plug-in by a newer archive; --yes agrees to more permissions
              rollback ID                 goes back to the version before the last update
              enable ID | disable ID      starts or stops a plug-in
              remove ID                   stops a plug-in and deletes its files and settings
              settings ID [NAME=VALUE...] shows or changes settings; NAME= goes back to the default
              publishers                  publishers that the node trusts
              trust CERT.pem [--inside]   trusts a publisher; --inside lets its plug-ins run in the node's process
              distrust FINGERPRINT        no longer trusts a publisher, and stops its plug-ins

              --node URL --token-file FILE   the node's admin API and its admin.token
              --data DIR                     data folder of a node on this machine (default ~/.trunkline/node)

              projects of plug-in writers:
              new ID [--dir DIR] [--desk] makes a project; --desk adds a view for the desk
              pack [DIR] [--key DIR]      makes a signed archive of a built project, with the key in .trunkline or DIR
              dev [DIR] [--once] [--tests] builds, packs and updates in the node whenever a source changes""";

    private final PrintStream out;
    private final PrintStream err;
    private final Map<String, String> environment;

    /** @param environment variables of the process */
    Trunkline(PrintStream out, PrintStream err, Map<String, String> environment) {
        this.out = out;
        this.err = err;
        this.environment = Map.copyOf(environment);
    }

    public static void main(String[] args) {
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        var err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(new Trunkline(out, err, System.getenv()).run(List.of(args)));
    }

    /** @return the exit code */
    int run(List<String> args) {
        try {
            run(Arguments.parse(args));
            return 0;
        } catch (CommandException e) {
            e.lines().forEach(line -> err.println("trunkline: " + line));
            return e.exitCode();
        }
    }

    private void run(Arguments arguments) throws CommandException {
        if (arguments.has("help") || arguments.words().isEmpty()) {
            out.println(USAGE);
            return;
        }
        var noun = arguments.words().getFirst();
        if (noun.equals("config")) {
            config(arguments);
            return;
        }
        if (noun.equals("settings")) {
            settings(arguments);
            return;
        }
        if (noun.equals("call")) {
            try (var node = NodeAccess.of(arguments, environment).connect()) {
                new CallAdmin(node.calls(), new Answers(out, arguments.has("json"))).run(arguments);
            }
            return;
        }
        if (noun.equals("listen")) {
            try (var node = NodeAccess.of(arguments, environment).connect()) {
                new CallAdmin(node.calls(), new Answers(out, arguments.has("json"))).listen(arguments);
            }
            return;
        }
        if (noun.equals("test-call")) {
            try (var node = NodeAccess.of(arguments, environment).connect()) {
                new TestCallAdmin(node.trials(), new Answers(out, arguments.has("json"))).run(arguments);
            }
            return;
        }
        if (!noun.equals("plugin"))
            throw CommandException.usage("unknown command " + noun + ": trunkline --help lists all commands");
        var verb = arguments.need(1, "a command");
        switch (verb) {
            case "new" -> {
                arguments.atMost(3);
                new NewProject(home(), out).create(arguments.need(2, "ID"), arguments.value("dir").map(Path::of),
                        arguments.has("desk"));
            }
            case "pack" -> {
                arguments.atMost(3);
                var project = arguments.folder(2);
                var key = arguments.value("key").map(folder -> SigningKey.in(Path.of(folder))).orElse(SigningKey.of(project));
                out.println(Packer.of(project, key).pack(""));
            }
            case "dev" -> {
                arguments.atMost(3);
                try (var node = NodeAccess.of(arguments, environment).connect()) {
                    new DevLoop(arguments.folder(2), node.plugins(), environment, arguments.has("tests"), out)
                            .run(arguments.has("once"));
                }
            }
            default -> {
                if (!PluginAdmin.VERBS.contains(verb))
                    throw CommandException.usage("unknown command plugin " + verb
                            + ": trunkline --help lists all commands");
                try (var node = NodeAccess.of(arguments, environment).connect()) {
                    new PluginAdmin(node.plugins(), new Answers(out, arguments.has("json"))).run(verb, arguments);
                }
            }
        }
    }

    private void config(Arguments arguments) throws CommandException {
        var verb = arguments.need(1, "a command");
        if (!ConfigFiles.VERBS.contains(verb))
            throw CommandException.usage("unknown command config " + verb + ": trunkline --help lists all commands");
        var kind = ConfigFiles.kind(arguments.need(2, "KIND"));
        try (var node = NodeAccess.of(arguments, environment).connect()) {
            new ConfigFiles(node, out, new Answers(out, arguments.has("json"))).run(verb, kind, arguments);
        }
    }

    private void settings(Arguments arguments) throws CommandException {
        var verb = arguments.need(1, "a command");
        if (!NodeSettingsAdmin.VERBS.contains(verb))
            throw CommandException.usage("unknown command settings " + verb + ": trunkline --help lists all commands");
        try (var node = NodeAccess.of(arguments, environment).connect()) {
            new NodeSettingsAdmin(node.settings(), new Answers(out, arguments.has("json"))).run(verb, arguments);
        }
    }

    /** Folder of the installation, which the script names. */
    private static Path home() throws CommandException {
        var home = System.getProperty("trunkline.home", "");
        if (home.isEmpty())
            throw CommandException.failed("the installation is not known: start bin/trunkline of an unpacked node");
        return Path.of(home).toAbsolutePath().normalize();
    }
}
