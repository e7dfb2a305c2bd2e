package org.trunkline.cli.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.settings.NodeSetting;
import org.trunkline.api.settings.Settings;
import org.trunkline.api.settings.SettingsReport;
import org.trunkline.wire.settings.SettingsJson;

/** Lists and changes the technical settings of a node. */
final class NodeSettingsAdmin {
    static final Set<String> VERBS = Set.of("list", "set");

    private final Settings settings;
    private final Answers answers;

    NodeSettingsAdmin(Settings settings, Answers answers) {
        this.settings = settings;
        this.answers = answers;
    }

    void run(String verb, Arguments arguments) throws CommandException {
        try {
            if (verb.equals("set"))
                set(values(arguments));
            else {
                arguments.atMost(2);
                list(settings.report());
            }
        } catch (NodeUnavailableException e) {
            throw CommandException.failed(e.getMessage());
        }
    }

    private void list(SettingsReport report) {
        answers.table(List.of("SETTING", "VALUE", "SOURCE", "TAKES EFFECT"), report.settings().stream().map(NodeSettingsAdmin::row).toList(),
                "no settings", SettingsJson.write(report));
    }

    private static List<String> row(NodeSetting setting) {
        String value = setting.about().secret() ? setting.secretSet() ? "(set)" : "" : setting.value();
        return List.of(setting.name(), value.isEmpty() ? "-" : value, words(setting.source()),
                words(setting.effect()) + (setting.waiting() ? ", waiting for one" : ""));
    }

    private static String words(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static Map<String, Optional<String>> values(Arguments arguments) throws CommandException {
        arguments.need(2, "NAME=VALUE");
        var values = new TreeMap<String, Optional<String>>();
        for (String pair : arguments.words().subList(2, arguments.words().size())) {
            int equals = pair.indexOf('=');
            if (equals < 1)
                throw CommandException.usage("\"" + pair + "\" must be NAME=VALUE; NAME= goes back to the default");
            values.put(pair.substring(0, equals), Optional.of(pair.substring(equals + 1)).filter(value -> !value.isEmpty()));
        }
        return values;
    }

    private void set(Map<String, Optional<String>> values) throws CommandException, NodeUnavailableException {
        switch (settings.change(values)) {
            case SaveResult.Saved<SettingsReport>(var now) -> answers.say(said(now, values.keySet()), SettingsJson.write(now));
            case SaveResult.Rejected<SettingsReport>(var errors) -> throw CommandException.refused(lines(errors));
            case SaveResult.Missing<SettingsReport> _, SaveResult.InUse<SettingsReport> _ ->
                throw new IllegalStateException("settings always exist");
        }
    }

    private static List<String> lines(List<FieldError> errors) {
        var lines = new ArrayList<>(errors.stream().map(FieldError::message).toList());
        lines.add("nothing was changed");
        return lines;
    }

    private static String said(SettingsReport now, Set<String> changed) {
        var waiting = now.waiting().stream().filter(changed::contains).toList();
        return waiting.isEmpty() ? "Saved and in effect" : "Saved. Restart the node to use " + String.join(", ", waiting);
    }
}
