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
import org.trunkline.ui.Palette;
import org.trunkline.ui.Texts;

/** The fields of one legal hold, checked while they are typed. UI thread. */
final class HoldForm {
    private static final int WIDE = 260;

    private final Texts texts;
    private final Composite pane;
    private final Text name;
    private final Text query;
    private final Text reason;
    private final Label problem;
    private final Button set;
    private final Button lift;
    private final Button show;
    private Optional<LegalHold> present = Optional.empty();
    private boolean filling;

    /** What its buttons do. */
    record Actions(Runnable set, Runnable lift, Runnable show, Runnable begin) {}

    HoldForm(Composite parent, Texts texts, Actions actions) {
        this.texts = texts;
        pane = new Composite(parent, SWT.NONE);
        GridLayoutFactory.fillDefaults().numColumns(2).margins(12, 8).spacing(10, 6).applyTo(pane);
        name = text("name", SWT.BORDER);
        query = text("query", SWT.BORDER);
        reason = text("reason", SWT.BORDER);
        problem = new Label(pane, SWT.WRAP);
        GridDataFactory.fillDefaults().grab(true, false).span(2, 1).hint(WIDE, SWT.DEFAULT).applyTo(problem);
        Palette.follow(problem, palette -> problem.setForeground(palette.bad()));
        var bar = new Composite(pane, SWT.NONE);
        GridLayoutFactory.fillDefaults().numColumns(4).applyTo(bar);
        GridDataFactory.fillDefaults().span(2, 1).applyTo(bar);
        set = RetentionPane.button(bar, texts, "hold.set", actions.set());
        lift = RetentionPane.button(bar, texts, "hold.lift", actions.lift());
        show = RetentionPane.button(bar, texts, "hold.show", actions.show());
        RetentionPane.button(bar, texts, "hold.new", actions.begin());
        fill(Optional.empty());
    }

    Composite control() {
        return pane;
    }

    private Text text(String field, int style) {
        var label = new Label(pane, SWT.NONE);
        label.setText(texts.get("hold." + field));
        label.setToolTipText(texts.get("hold." + field + ".tip"));
        var text = new Text(pane, style);
        text.setToolTipText(texts.get("hold." + field + ".tip"));
        GridDataFactory.fillDefaults().grab(true, false).hint(WIDE, SWT.DEFAULT).applyTo(text);
        text.addListener(SWT.Modify, e -> edited());
        return text;
    }

    private void edited() {
        if (filling)
            return;
        var errors = HoldRules.check(draft());
        show(errors.stream().filter(e -> !e.code().equals("required")).toList());
        set.setEnabled(errors.isEmpty());
        show.setEnabled(!query.getText().isBlank());
    }

    /** The first error in words; an empty list clears it. */
    void show(List<FieldError> errors) {
        problem.setText(errors.isEmpty() ? "" : message(errors.getFirst()).replace("&", "&&"));
        pane.requestLayout();
    }

    private String message(FieldError error) {
        var key = "hold.error." + error.code();
        var field = texts.has("hold." + error.field()) ? texts.get("hold." + error.field()) : error.field();
        if (!texts.has(key))
            return field + ": " + error.message();
        var values = new ArrayList<Object>(List.of(field));
        values.addAll(error.args());
        return texts.get(key, values.toArray());
    }

    void fill(Optional<LegalHold> hold) {
        filling = true;
        present = hold;
        name.setText(hold.map(LegalHold::name).orElse(""));
        query.setText(hold.map(LegalHold::query).orElse(""));
        reason.setText(hold.map(LegalHold::reason).orElse(""));
        name.setEnabled(hold.isEmpty());
        set.setEnabled(false);
        lift.setEnabled(hold.isPresent());
        show.setEnabled(hold.isPresent());
        show(List.of());
        filling = false;
    }

    /** What is there to be changed or lifted; empty for a new one. */
    Optional<LegalHold> present() {
        return present;
    }

    HoldDraft draft() {
        return new HoldDraft(name.getText().strip(), query.getText().strip(), reason.getText().strip());
    }
}
