package org.trunkline.ui.cdr.internal.privacy;

import java.util.Locale;
import java.util.Optional;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Group;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Spinner;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.privacy.RetentionStatus;
import org.trunkline.domain.config.Retention;
import org.trunkline.ui.Failure;
import org.trunkline.ui.Formats;
import org.trunkline.ui.Texts;
import org.trunkline.ui.cdr.internal.widget.Buttons;
import org.trunkline.ui.look.Palette;

/** How long records, SIP messages and personal fields are kept. UI thread. */
final class RetentionPane {
    private static final int WIDE = 240;
    private static final Retention.Disguise[] DISGUISES = Retention.Disguise.values();

    private final Texts texts;
    private final PrivacyTexts words;
    private final Around around;
    private final Group pane;
    private final Spinner records;
    private final Spinner ladders;
    private final Spinner personal;
    private final Combo disguise;
    private final Button save;
    private final Button revert;
    private final Label status;
    private final Label key;
    private Optional<Retention> shown = Optional.empty();
    private boolean filling;
    private boolean bad;
    private boolean refused;

    RetentionPane(Composite parent, Texts texts, Formats formats, Around around) {
        this.texts = texts;
        this.around = around;
        words = new PrivacyTexts(texts, formats);
        pane = new Group(parent, SWT.NONE);
        pane.setText(texts.get("retention.title"));
        GridLayoutFactory.fillDefaults().numColumns(3).margins(12, 8).spacing(10, 6).applyTo(pane);
        records = days("records");
        ladders = days("ladders");
        personal = days("personal");
        label("disguise");
        disguise = new Combo(pane, SWT.READ_ONLY);
        for (var it : DISGUISES)
            disguise.add(texts.get("retention.disguise." + it.name().toLowerCase(Locale.ROOT)));
        disguise.addListener(SWT.Selection, e -> edited());
        GridDataFactory.fillDefaults().grab(true, false).span(2, 1).hint(140, SWT.DEFAULT).applyTo(disguise);
        var bar = Buttons.bar(pane);
        GridDataFactory.fillDefaults().grab(true, false).span(3, 1).hint(WIDE, SWT.DEFAULT).applyTo(bar);
        save = Buttons.push(bar, texts, "retention.save", this::save);
        revert = Buttons.push(bar, texts, "revert", () -> shown.ifPresent(this::fill));
        Buttons.push(bar, texts, "retention.apply", this::apply);
        Buttons.push(bar, texts, "retention.key", this::newKey);
        status = wide();
        key = wide();
        Palette.follow(status, palette -> status.setForeground(bad ? palette.bad() : palette.muted()));
        Palette.follow(key, palette -> key.setForeground(palette.muted()));
        edited();
    }

    Group control() {
        return pane;
    }

    private void label(String name) {
        var label = new Label(pane, SWT.NONE);
        label.setText(texts.get("retention." + name));
        label.setToolTipText(texts.get("retention." + name + ".tip"));
    }

    private Spinner days(String name) {
        label(name);
        var spinner = new Spinner(pane, SWT.BORDER);
        spinner.setValues(0, 0, Retention.MAX_DAYS, 0, 1, 30);
        spinner.setToolTipText(texts.get("retention." + name + ".tip"));
        spinner.setData("field", name);
        spinner.addListener(SWT.Modify, e -> edited());
        var unit = new Label(pane, SWT.NONE);
        unit.setText(texts.get("retention.days"));
        return spinner;
    }

    private Label wide() {
        var label = new Label(pane, SWT.WRAP);
        GridDataFactory.fillDefaults().grab(true, false).span(3, 1).hint(WIDE, SWT.DEFAULT).applyTo(label);
        return label;
    }

    private void edited() {
        if (filling)
            return;
        save.setEnabled(dirty());
        revert.setEnabled(dirty());
    }

    private boolean dirty() {
        return shown.filter(s -> !s.equals(draft())).isPresent();
    }

    Retention draft() {
        return new Retention(records.getSelection(), ladders.getSelection(), personal.getSelection(),
                DISGUISES[Math.max(0, disguise.getSelectionIndex())]);
    }

    /** What is typed stays until it is saved. @return whether a sentence is another */
    boolean show(RetentionStatus now) {
        boolean typing = dirty();
        boolean changed = !refused && tell(words.status(now), !now.problem().isEmpty())
                | set(key, words.key(now.key()));
        shown = Optional.of(now.retention());
        if (typing)
            edited();
        else
            fill(now.retention());
        return changed;
    }

    /** Another node is shown: what is typed was meant for the one before. */
    void anotherNode() {
        refused = false;
        shown = Optional.empty();
        edited();
    }

    private void fill(Retention retention) {
        filling = true;
        records.setSelection(retention.recordDays());
        ladders.setSelection(retention.ladderDays());
        personal.setSelection(retention.personalDays());
        disguise.select(retention.disguise().ordinal());
        filling = false;
        edited();
    }

    private void save() {
        refused = false;
        Retention draft = draft();
        if (shown.filter(s -> stricter(draft, s)).isPresent()
                && !around.confirmed("retention.save", texts.get("retention.confirm")))
            return;
        around.jobs().<SaveResult<Retention>>run(texts.get("retention.saving"),
                (node, monitor) -> node.privacy().retain(draft), this::saved, this::failed);
    }

    private void saved(SaveResult<Retention> result) {
        switch (result) {
            case SaveResult.Saved<Retention>(var retention) -> {
                shown = Optional.of(retention);
                edited();
                around.say(texts.get("retention.saved"));
                around.read();
            }
            case SaveResult.Rejected<Retention>(var errors) -> told(words.refused(errors.getFirst()));
            case SaveResult.Missing<Retention>(var what) -> told(what);
            case SaveResult.InUse<Retention>(var dependents) -> told(String.join(", ", dependents));
        }
    }

    /** Whether something goes that stayed before. */
    static boolean stricter(Retention draft, Retention now) {
        return shorter(draft.recordDays(), now.recordDays()) || shorter(draft.ladderDays(), now.ladderDays())
                || shorter(draft.personalDays(), now.personalDays());
    }

    private static boolean shorter(int days, int before) {
        return days > 0 && (before == 0 || days < before);
    }

    private void apply() {
        refused = false;
        if (around.confirmed("retention.apply", texts.get("retention.apply.confirm")))
            around.jobs().<RetentionStatus.Sweep>run(texts.get("retention.applying"),
                    (node, monitor) -> node.privacy().sweep(), done -> {
                        around.say(words.sweep(done));
                        around.read();
                    }, this::failed);
    }

    private void newKey() {
        refused = false;
        if (around.confirmed("retention.key", texts.get("retention.key.confirm")))
            around.jobs().<RetentionStatus.Key>run(texts.get("retention.key"), (node, monitor) -> node.privacy().newKey(),
                    now -> {
                        around.say(words.key(now));
                        around.read();
                    }, this::failed);
    }

    private void failed(Failure failure) {
        told(failure.message());
    }

    /** Stays until something else is tried. */
    private void told(String problem) {
        refused = true;
        tell(problem, true);
        pane.requestLayout();
    }

    private boolean tell(String text, boolean problem) {
        bad = problem;
        status.setForeground(bad ? Palette.of(status.getDisplay()).bad() : Palette.of(status.getDisplay()).muted());
        return set(status, text);
    }

    private static boolean set(Label label, String text) {
        String shown = text.replace("&", "&&");
        if (label.getText().equals(shown))
            return false;
        label.setText(shown);
        return true;
    }
}
