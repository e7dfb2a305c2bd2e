package org.trunkline.api.plugin;

import static java.util.stream.Collectors.toMap;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.trunkline.api.FieldError;
import org.trunkline.api.config.EntryKind;
import org.trunkline.api.plugin.PluginEntries.Template;
import org.trunkline.domain.schema.EntryTexts;
import org.trunkline.domain.schema.Schema;

/**
 * Templates of trunks: which ones can be used, and what a template and the answers to its questions make. Values are written as in
 * JSON, without quotes; elements of a list are separated with commas or line breaks. <b>Threads:</b> any.
 */
public final class TemplateRules {
    private static final Pattern ASKED = Pattern.compile("\\{([^{}]*)}");
    private static final Pattern INDEX = Pattern.compile("\\[[0-9]+].*");
    private static final Map<String, Schema.Leaf> LEAVES = EntryKind.TRUNK.schema().leaves().stream()
            .collect(toMap(Schema.Leaf::path, leaf -> leaf));

    private TemplateRules() {}

    /**
     * Why a template cannot be used, as an English sentence for a log; empty where it can.
     *
     * @param trunk values by path
     * @param asked names of the questions
     */
    public static Optional<String> problem(Map<String, String> trunk, Collection<String> asked) {
        var constant = new HashMap<String, String>();
        for (var value : new TreeMap<>(trunk).entrySet()) {
            var leaf = LEAVES.get(value.getKey());
            if (leaf == null)
                return Optional.of("a trunk has no field \"" + value.getKey() + "\"");
            var names = asked(value.getValue());
            var unknown = names.stream().filter(name -> !asked.contains(name)).findFirst();
            if (unknown.isPresent())
                return Optional.of("\"" + value.getKey() + "\" needs {" + unknown.get() + "}, which is not asked");
            parts(value.getKey()).forEach(part -> constant.put(part, "true"));
            if (names.isEmpty())
                constant.put(value.getKey(), normal(leaf, value.getValue()));
        }
        var wrong = new ArrayList<String>();
        EntryTexts.read(EntryKind.TRUNK.schema(), constant, (path, _, _, text) -> wrong.add("\"" + text
                + "\" is not a value of \"" + path + "\""));
        return wrong.stream().findFirst();
    }

    /**
     * The values of the new trunk by path, as {@link EntryKind#read} takes them. A value is left out if none of its questions has an
     * answer. An optional part of the trunk, such as its registration, is left out as a whole if it has questions and none of them
     * has an answer.
     *
     * @param answers by name; if one is missing or empty, the default of its question is used
     */
    public static Map<String, String> fill(Template template, Map<String, String> answers) {
        var whole = new HashMap<String, String>();
        for (var field : template.asked()) {
            var answer = answers.getOrDefault(field.name(), "");
            whole.put(field.name(), answer.isEmpty() && !field.secret() ? field.defaultValue() : answer);
        }
        var filled = new LinkedHashMap<String, String>();
        new TreeMap<>(template.trunk()).forEach((path, text) -> {
            var leaf = LEAVES.get(path);
            if (leaf == null || !isAnswered(asked(text), whole)
                    || !parts(path).allMatch(part -> isAnswered(askedIn(template, part), whole)))
                return;
            parts(path).forEach(part -> filled.put(part, "true"));
            filled.put(path, normal(leaf, ASKED.matcher(text).replaceAll(found ->
                    Matcher.quoteReplacement(whole.getOrDefault(found.group(1), "")))));
        });
        return filled;
    }

    /**
     * Errors of the new trunk, at the questions whose answers made the values. Errors of other values are left out.
     *
     * @param errors with paths of the trunk
     */
    public static List<FieldError> atQuestions(Template template, List<FieldError> errors) {
        var found = new LinkedHashMap<String, FieldError>();
        for (var error : errors)
            asked(template.trunk().getOrDefault(INDEX.matcher(error.field()).replaceAll(""), "")).stream().findFirst()
                    .ifPresent(name -> found.putIfAbsent(name, new FieldError(name, error.code(), error.args(), error.message())));
        return List.copyOf(found.values());
    }

    private static List<String> asked(String text) {
        return ASKED.matcher(text).results().map(found -> found.group(1)).toList();
    }

    private static List<String> askedIn(Template template, String part) {
        return template.trunk().entrySet().stream().filter(value -> value.getKey().startsWith(part + "."))
                .flatMap(value -> asked(value.getValue()).stream()).toList();
    }

    private static boolean isAnswered(List<String> names, Map<String, String> answers) {
        return names.isEmpty() || names.stream().anyMatch(name -> !answers.getOrDefault(name, "").isEmpty());
    }

    /** The optional parts of a trunk that a field is in. */
    private static Stream<String> parts(String path) {
        return EntryKind.parents(path).stream().filter(LEAVES::containsKey);
    }

    private static String normal(Schema.Leaf leaf, String text) {
        return switch (leaf.field().type()) {
            case CHOICE -> text.strip().replace('-', '_').toUpperCase(Locale.ROOT);
            case FLAG, OBJECT -> text.strip().toLowerCase(Locale.ROOT);
            case TEXTS, OBJECTS -> text.replaceAll("\\s*,\\s*", "\n");
            case TEXT, NUMBER, AMOUNT, SECRET -> text;
        };
    }
}
