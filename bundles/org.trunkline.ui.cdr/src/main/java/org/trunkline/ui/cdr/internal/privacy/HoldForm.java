package org.trunkline.ui.cdr.internal.privacy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Text;
import org.trunkline.api.FieldError;
import org.trunkline.api.privacy.HoldDraft;
import org.trunkline.api.privacy.HoldRules;
import org.trunkline.domain.config.LegalHold;
import org.trunkline.ui.Texts;
import org.trunkline.ui.cdr.internal.widget.Buttons;
import org.trunkline.ui.look.Palette;

/** The fields of one legal hold, checked while they are typed. UI thread. */
final class HoldForm {
    private static final int WIDE = 200;
    private static final HoldDraft NOTHING = new HoldDraft("", "", "");

    private final Texts texts;
    private final Composite pane;
    private final Text name;
    private final Text query;
    private final Text reason;
    private final Label problem;
    private final Button set;
    private final Button revert;
    private final Button lift;
    private final Button show;
    private Optional<LegalHold> present = Optional.empty();
    private HoldDraft kept = NOTHING;
    private boolean filling;

    /** What its buttons do. */
    record Actions(Runnable set, Runnable revert, Runnable lift, Runnable show) {}

    HoldForm(Composite parent, Texts texts, Actions actions) {
        this.texts = texts;
        pane = new Composite(parent, SWT.NONE);
        GridLayoutFactory.fillDefaults().numColumns(2).margins(12, 8).spacing(10, 6).applyTo(pane);
        name = text("name");
        query = text("query");
        reason = text("reason");
        problem = new Label(pane, SWT.WRAP);
        GridDataFactory.fillDefaults().grab(true, false).span(2, 1).hint(WIDE, SWT.DEFAULT).applyTo(problem);
        Palette.follow(problem, palette -> problem.setForeground(palette.bad()));
        var bar = Buttons.bar(pane);
        GridDataFactory.fillDefaults().grab(true, false).span(2, 1).hint(WIDE, SWT.DEFAULT).applyTo(bar);
        set = Buttons.push(bar, texts, "hold.set", actions.set());
        revert = Buttons.push(bar, texts, "revert", actions.revert());
        lift = Buttons.push(bar, texts, "hold.lift", actions.lift());
        show = Buttons.push(bar, texts, "hold.show", actions.show());
    }

    Composite control() {
        return pane;
    }

    private Text text(String field) {
        var label = new Label(pane, SWT.NONE);
        label.setText(texts.get("hold." + field));
        label.setToolTipText(texts.get("hold." + field + ".tip"));
        var text = new Text(pane, SWT.BORDER);
        text.setToolTipText(texts.get("hold." + field + ".tip"));
        text.setData("field", field);
        GridDataFactory.fillDefaults().grab(true, false).hint(WIDE, SWT.DEFAULT).applyTo(text);
        text.addListener(SWT.Modify, e -> edited());
        return text;
    }

    private void edited() {
        if (filling)
            return;
        var errors = HoldRules.check(draft());
        show(errors.stream().filter(e -> !e.code().equals("required")).toList());
        set.setEnabled(dirty() && errors.isEmpty());
        revert.setEnabled(dirty());
        show.setEnabled(!query.getText().isBlank());
    }

    /** The first error in words; an empty list clears it. */
    void show(List<FieldError> errors) {
        problem.setText(errors.isEmpty() ? "" : message(errors.getFirst()).replace("&", "&&"));
        problem.setForeground(Palette.of(problem.getDisplay()).bad()); // the theme's style sheet comes after us
        problem.requestLayout();
    }

    private String message(FieldError error) {
        var key = "hold.error." + error.code();
        var field = texts.has("hold." + error.field()) ? texts.get("hold." + error.field()) : error.field();
        if (!texts.has(key))
            return field + ": " + error.message();
        if (error.code().equals("query")) // the query, the place from 0, and perhaps what would work
            return texts.get(key, Integer.parseInt(error.args().get(1)) + 1) + (error.args().size() > 2
                    ? " " + texts.get("hold.error.query.suggestion", error.args().get(2)) : "");
        var values = new ArrayList<Object>(List.of(field));
        values.addAll(error.args());
        return texts.get(key, values.toArray());
    }

    /** A new one. */
    void begin(String search) {
        fill(Optional.empty(), NOTHING);
        query.setText(search);
        edited();
        name.setFocus();
    }

    void fill(LegalHold hold) {
        fill(Optional.of(hold), new HoldDraft(hold.name(), hold.query(), hold.reason()));
    }

    void clear() {
        fill(Optional.empty(), NOTHING);
    }

    private void fill(Optional<LegalHold> hold, HoldDraft draft) {
        filling = true;
        present = hold;
        kept = draft;
        name.setText(draft.name());
        query.setText(draft.query());
        reason.setText(draft.reason());
        name.setEnabled(hold.isEmpty());
        lift.setEnabled(hold.isPresent());
        filling = false;
        edited();
    }

    /** Whether something is typed that is not saved. */
    boolean dirty() {
        return !draft().equals(kept);
    }

    /** What is there to be changed or lifted; empty for a new one. */
    Optional<LegalHold> present() {
        return present;
    }

    /** Its name, or that it is a new one. */
    String title() {
        return draft().name().isEmpty() ? texts.get("hold.new") : draft().name();
    }

    HoldDraft draft() {
        return new HoldDraft(name.getText().strip(), query.getText().strip(), reason.getText().strip());
    }
}
