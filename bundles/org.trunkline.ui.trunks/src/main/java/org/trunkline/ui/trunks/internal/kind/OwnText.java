package org.trunkline.ui.trunks.internal.kind;

import org.trunkline.ui.Texts;

/** Words of the house's own kinds. @param code of the kind, in the keys */
record OwnText(Texts texts, String code) implements KindText {
    @Override
    public String many() {
        return texts.get("kind." + code + ".many");
    }

    @Override
    public String none() {
        return texts.get("kind." + code + ".none");
    }

    @Override
    public String add() {
        return texts.get("kind." + code + ".add");
    }

    @Override
    public String fresh() {
        return texts.get("kind." + code + ".new");
    }

    @Override
    public String named(String key) {
        return texts.get("kind." + code + ".named", key.isEmpty() ? texts.get("route.all") : key);
    }

    private String key(FieldSpec field) {
        return "field." + code + "." + field.name();
    }

    @Override
    public String label(FieldSpec field) {
        return texts.get(key(field));
    }

    @Override
    public String tip(FieldSpec field) {
        return texts.get(key(field) + ".tip");
    }

    @Override
    public String choice(FieldSpec field, String value) {
        return texts.get(key(field) + "." + value);
    }

    @Override
    public String section(String name) {
        return texts.get("section." + name);
    }
}
