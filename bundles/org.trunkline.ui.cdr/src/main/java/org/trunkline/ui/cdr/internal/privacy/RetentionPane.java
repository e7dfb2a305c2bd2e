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
import org.trunkline.api.privacy.RetentionStatus;
import org.trunkline.domain.config.Retention;
import org.trunkline.ui.NativeLook;
import org.trunkline.ui.Palette;
import org.trunkline.ui.Texts;

/** How long records, SIP messages and personal fields are kept. UI thread. */
final class RetentionPane {
    private static final int WIDE = 320;
    private static final Retention.Disguise[] DISGUISES = Retention.Disguise.values();

    private final Texts texts;
    private final PrivacyTexts words;
    private final Group pane;
    private final Spinner records;
    private final Spinner ladders;
    private final Spinner personal;
    private final Combo disguise;
    private final Button save;
    private final Label status;
    private final Label key;
    private Optional<Retention> shown = Optional.empty();
    private boolean filling;
    private boolean bad;

    /** What its buttons do. */
    record Actions(Runnable save, Runnable apply, Runnable newKey) {}

    RetentionPane(Composite parent, Texts texts, PrivacyTexts words, Actions actions) {
        this.texts = texts;
        this.words = words;
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
        GridDataFactory.fillDefaults().span(2, 1).applyTo(disguise);
        status = wide();
        key = wide();
        Palette.follow(status, palette -> status.setForeground(bad ? palette.bad() : palette.muted()));
        Palette.follow(key, palette -> key.setForeground(palette.muted()));
        var bar = new Composite(pane, SWT.NONE);
        GridLayoutFactory.fillDefaults().numColumns(3).applyTo(bar);
        GridDataFactory.fillDefaults().span(3, 1).applyTo(bar);
        save = button(bar, texts, "retention.save", actions.save());
        button(bar, texts, "retention.apply", actions.apply());
        button(bar, texts, "retention.key", actions.newKey());
        save.setEnabled(false);
    }

    Group control() {
        return pane;
    }

    static Button button(Composite bar, Texts texts, String key, Runnable action) {
        var button = NativeLook.of(new Button(bar, SWT.PUSH));
        button.setText(texts.get(key));
        button.setToolTipText(texts.get(key + ".tip"));
        button.addListener(SWT.Selection, e -> action.run());
        return button;
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
        if (!filling)
            save.setEnabled(shown.filter(s -> !s.equals(draft())).isPresent());
    }

    Retention draft() {
        return new Retention(records.getSelection(), ladders.getSelection(), personal.getSelection(),
                DISGUISES[Math.max(0, disguise.getSelectionIndex())]);
    }

    /** What is typed stays until it is saved. @return whether a sentence is another */
    boolean show(RetentionStatus now, boolean saved) {
        bad = !now.problem().isEmpty();
        status.setForeground(bad ? Palette.of(status.getDisplay()).bad() : Palette.of(status.getDisplay()).muted());
        boolean changed = set(status, words.status(now)) | set(key, words.key(now.key()));
        boolean typing = !saved && shown.filter(s -> !s.equals(draft())).isPresent();
        shown = Optional.of(now.retention());
        if (!typing) {
            filling = true;
            records.setSelection(now.retention().recordDays());
            ladders.setSelection(now.retention().ladderDays());
            personal.setSelection(now.retention().personalDays());
            disguise.select(now.retention().disguise().ordinal());
            filling = false;
        }
        edited();
        return changed;
    }

    void failed(String message) {
        bad = true;
        status.setForeground(Palette.of(status.getDisplay()).bad());
        set(status, message);
        pane.requestLayout();
    }

    private static boolean set(Label label, String text) {
        String shown = text.replace("&", "&&");
        if (label.getText().equals(shown))
            return false;
        label.setText(shown);
        return true;
    }
}
