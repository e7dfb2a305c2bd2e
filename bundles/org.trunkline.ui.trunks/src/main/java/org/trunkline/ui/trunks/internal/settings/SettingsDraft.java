package org.trunkline.ui.trunks.internal.settings;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.trunkline.api.FieldError;
import org.trunkline.api.settings.NodeSetting;
import org.trunkline.api.settings.NodeSetting.Source;
import org.trunkline.api.settings.SettingsReport;
import org.trunkline.ui.form.DeclaredForm;

/** Settings as the node has them, and what was typed over them. No widgets. */
final class SettingsDraft {
    private final SettingsReport report;
    private final DeclaredForm declared;
    private final Map<String, String> typed = new LinkedHashMap<>();
    private final Set<String> reset = new HashSet<>();

    SettingsDraft(SettingsReport report) {
        this.report = report;
        declared = new DeclaredForm(report.settings().stream().map(NodeSetting::about).toList());
    }

    SettingsReport report() {
        return report;
    }

    /** What a field begins with: nothing of a secret. */
    static String shown(NodeSetting setting) {
        return setting.about().secret() ? "" : setting.value();
    }

    /** What stands in a field now. */
    String text(NodeSetting setting) {
        return typed.getOrDefault(setting.name(), shown(setting));
    }

    /** What stands in the fields of a form; those that it does not show keep what was typed. */
    void type(Map<String, String> texts) {
        texts.forEach((name, text) -> report.find(name).filter(setting -> !setting.locked()).ifPresent(setting -> {
            if (text.equals(shown(setting)))
                typed.remove(name);
            else
                typed.put(name, text);
            if (!text.equals(setting.about().defaultValue()))
                reset.remove(name);
        }));
    }

    /** Goes back to the default, once it is saved. */
    void reset(NodeSetting setting) {
        if (setting.locked() || setting.source() == Source.DEFAULT && !typed.containsKey(setting.name()))
            return;
        reset.add(setting.name());
        String otherwise = setting.about().secret() ? "" : setting.about().defaultValue();
        if (otherwise.equals(shown(setting)))
            typed.remove(setting.name());
        else
            typed.put(setting.name(), otherwise);
    }

    /** What is to be saved: an emptied value goes back to its default. */
    Map<String, Optional<String>> changes() {
        var changed = new LinkedHashMap<String, Optional<String>>();
        for (var setting : report.settings()) {
            String now = text(setting).strip();
            if (reset.contains(setting.name()) && setting.source() != Source.DEFAULT)
                changed.put(setting.name(), Optional.empty());
            else if (!now.equals(shown(setting)))
                changed.put(setting.name(), Optional.of(now).filter(text -> !text.isEmpty()));
        }
        return changed;
    }

    /** What can be said of the changes without asking the node. */
    List<FieldError> errors() {
        var values = new LinkedHashMap<String, String>();
        changes().forEach((name, value) -> values.put(name, value.orElse("")));
        return declared.check(values, List.of());
    }

    /** The node's errors, with the codes that forms have words for. */
    List<FieldError> worded(List<FieldError> errors) {
        return declared.worded(errors);
    }

    /** @param text stands in the label, the help, the name or the value @param changed only those that differ from the default */
    List<NodeSetting> matching(String text, boolean changed) {
        String wanted = text.strip().toLowerCase(Locale.ROOT);
        return report.settings().stream().filter(setting -> !changed || setting.source() != Source.DEFAULT
                || changes().containsKey(setting.name())).filter(setting -> wanted.isEmpty() || List.of(setting.name(),
                        DeclaredForm.in(setting.about().label(), ""), DeclaredForm.in(setting.about().help(), ""), text(setting)).stream()
                        .anyMatch(in -> in.toLowerCase(Locale.ROOT).contains(wanted))).toList();
    }
}
