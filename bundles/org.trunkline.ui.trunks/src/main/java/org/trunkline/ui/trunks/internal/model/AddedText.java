package org.trunkline.ui.trunks.internal.model;

import java.util.Map;
import java.util.Optional;

import org.trunkline.api.plugin.PluginAbout.Field;
import org.trunkline.ui.Texts;

/** Words of a kind of a plug-in, as the plug-in gives them. */
record AddedText(Texts texts, AddedKind kind) implements KindText {
    @Override
    public String many() {
        return AddedKind.in(kind.about().label(), kind.about().kind());
    }

    @Override
    public String none() {
        return texts.get("kind.added.none", many());
    }

    @Override
    public String add() {
        return texts.get("kind.added.add");
    }

    @Override
    public String fresh() {
        return texts.get("kind.added.new", many());
    }

    @Override
    public String named(String key) {
        return texts.get("kind.added.named", many(), key);
    }

    private Optional<Field> field(FieldSpec spec) {
        return kind.about().fields().stream().filter(f -> f.name().equals(spec.name())).findFirst();
    }

    @Override
    public String label(FieldSpec field) {
        return AddedKind.in(field(field).map(Field::label).orElse(Map.of()), field.name());
    }

    @Override
    public String tip(FieldSpec field) {
        return AddedKind.in(field(field).map(Field::help).orElse(Map.of()), "");
    }

    @Override
    public String choice(FieldSpec field, String value) {
        return AddedKind.in(field(field).map(f -> f.choices().get(value)).orElse(Map.of()), value);
    }

    @Override
    public String section(String name) {
        return "";
    }
}
