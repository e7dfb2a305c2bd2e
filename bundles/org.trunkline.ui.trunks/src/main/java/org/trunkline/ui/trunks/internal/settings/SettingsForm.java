package org.trunkline.ui.trunks.internal.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.trunkline.api.settings.NodeSetting;
import org.trunkline.api.settings.NodeSetting.Source;
import org.trunkline.api.settings.SettingsReport;
import org.trunkline.ui.Texts;
import org.trunkline.ui.form.DeclaredForm;
import org.trunkline.ui.form.FormField;
import org.trunkline.ui.form.FormRules;
import org.trunkline.ui.form.FormValues;
import org.trunkline.ui.form.FormWords;

/** The fields of some settings, in the groups that the node names. */
final class SettingsForm implements FormRules, FormWords {
    private static final String CHANGED = "● ";

    private final SettingsReport report;
    private final Map<String, NodeSetting> shown = new LinkedHashMap<>();
    private final DeclaredForm declared;
    private final List<FormField> fields;
    private final Texts texts;

    /** @param settings those that are shown */
    SettingsForm(SettingsReport report, List<NodeSetting> settings, Texts texts) {
        this.report = report;
        this.texts = texts;
        settings.forEach(setting -> shown.put(setting.name(), setting));
        declared = new DeclaredForm(settings.stream().map(NodeSetting::about).toList());
        fields = declared.fields().stream().map(this::grouped).toList();
    }

    /** The default is one of the choices, except where nothing is the default. */
    private FormField grouped(FormField field) {
        var setting = shown.get(field.name());
        var choices = new ArrayList<>(field.choices());
        if (!setting.about().defaultValue().isEmpty())
            choices.remove("");
        return new FormField(field.name(), setting.group(), field.type(), choices, field.limits());
    }

    /** What stands in the fields. */
    FormValues values(SettingsDraft draft) {
        var values = new LinkedHashMap<String, String>();
        shown.forEach((name, setting) -> values.put(name, draft.text(setting)));
        return new FormValues(values);
    }

    /** Secrets that have a value. */
    List<String> kept() {
        return shown.values().stream().filter(NodeSetting::secretSet).map(NodeSetting::name).toList();
    }

    @Override
    public List<FormField> fields() {
        return fields;
    }

    @Override
    public String keyField() {
        return "";
    }

    @Override
    public boolean enabled(String field, FormValues values) {
        return !shown.get(field).locked();
    }

    @Override
    public String label(FormField field) {
        var setting = shown.get(field.name());
        String label = (setting.source() == Source.DEFAULT ? "" : CHANGED) + declared.label(field);
        if (setting.locked())
            return texts.get("label.locked", label);
        return setting.waiting() ? texts.get("label.waiting", label) : label;
    }

    @Override
    public String tip(FormField field) {
        var setting = shown.get(field.name());
        var otherwise = Optional.of(setting.about().defaultValue()).filter(value -> !value.isEmpty()).map(value -> choice(field, value));
        return String.join("\n", declared.tip(field), otherwise.map(value -> texts.get("tip.default", value)).orElse(texts.get("tip.none")),
                texts.get("tip." + setting.effect().name().toLowerCase(Locale.ROOT)), setting.name());
    }

    @Override
    public String choice(FormField field, String value) {
        return value.isEmpty() ? texts.get("choice.default") : declared.choice(field, value);
    }

    @Override
    public String section(String name) {
        return report.groups().stream().filter(group -> group.code().equals(name)).findFirst()
                .map(group -> DeclaredForm.in(group.label(), name)).orElse(name);
    }
}
