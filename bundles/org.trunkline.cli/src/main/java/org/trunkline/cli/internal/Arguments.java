package org.trunkline.cli.internal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A command line, taken apart.
 *
 * @param words in order, options left out
 * @param values of options that have one, without the hyphens
 * @param flags options without a value
 */
record Arguments(List<String> words, Map<String, String> values, Set<String> flags) {
    private static final Set<String> WITH_VALUE = Set.of("node", "token-file", "data", "dir", "key", "caller", "codec", "header", "seconds", "trunk", "voice");
    private static final Set<String> WITHOUT = Set.of("json", "help", "inside", "desk", "once", "tests", "preview", "silence", "yes");

    Arguments {
        words = List.copyOf(words);
        values = Map.copyOf(values);
        flags = Set.copyOf(flags);
    }

    static Arguments parse(List<String> args) throws CommandException {
        var words = new ArrayList<String>();
        var values = new LinkedHashMap<String, String>();
        var flags = new ArrayList<String>();
        for (var rest = args.iterator(); rest.hasNext();) {
            var arg = rest.next();
            if (arg.equals("-h"))
                flags.add("help");
            else if (!arg.startsWith("--")) {
                words.add(arg);
            } else {
                int equals = arg.indexOf('=');
                var name = arg.substring(2, equals < 0 ? arg.length() : equals);
                if (WITHOUT.contains(name) && equals < 0)
                    flags.add(name);
                else if (!WITH_VALUE.contains(name))
                    throw CommandException.usage("unknown option " + arg + ": trunkline --help lists them");
                else if (equals < 0 && !rest.hasNext())
                    throw CommandException.usage("--" + name + " needs a value");
                else
                    values.put(name, equals < 0 ? rest.next() : arg.substring(equals + 1));
            }
        }
        return new Arguments(words, values, Set.copyOf(flags));
    }

    Optional<String> value(String option) {
        return Optional.ofNullable(values.get(option));
    }

    boolean has(String flag) {
        return flags.contains(flag);
    }

    /** The word at a place, which must be there. @param what as in the usage: {@code ID} */
    String need(int index, String what) throws CommandException {
        if (words.size() <= index)
            throw CommandException.usage(String.join(" ", words) + " needs " + what
                    + ": trunkline --help shows how it is written");
        return words.get(index);
    }

    /** The folder that a word names, else the current one. */
    Path folder(int index) {
        return Path.of(words.size() > index ? words.get(index) : "").toAbsolutePath().normalize();
    }

    /** @throws CommandException where there are more words than the command has places for */
    void atMost(int count) throws CommandException {
        if (words.size() > count)
            throw CommandException.usage("\"" + words.get(count) + "\" is one word too many after "
                    + String.join(" ", words.subList(0, count)));
    }
}
