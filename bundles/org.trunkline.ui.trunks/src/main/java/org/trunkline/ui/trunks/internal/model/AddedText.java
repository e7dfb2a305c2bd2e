package org.trunkline.ui.trunks.internal.model;


import org.trunkline.ui.Texts;
import org.trunkline.ui.form.DeclaredForm;
import org.trunkline.ui.form.FormField;


/** Words of a kind of a plug-in, as the plug-in gives them. */
record AddedText(Texts texts, AddedKind kind) implements KindText {
    @Override
    public String many() {
        return DeclaredForm.in(kind.about().label(), kind.about().kind());
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

    private DeclaredForm declared() {
        return new DeclaredForm(kind.about().fields());
    }

    @Override
    public String label(FormField field) {
        return declared().label(field);
    }

    @Override
    public String tip(FormField field) {
        return declared().tip(field);
    }

    @Override
    public String choice(FormField field, String value) {
        return declared().choice(field, value);
    }

    @Override
    public String section(String name) {
        return declared().section(name);
    }
}
