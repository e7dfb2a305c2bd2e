package org.trunkline.ui.cdr.internal.saved;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Spinner;
import org.eclipse.swt.widgets.Text;
import org.trunkline.api.FieldError;
import org.trunkline.api.alert.AlertChannelAbout;
import org.trunkline.api.alert.AlertChannelForms;
import org.trunkline.api.config.SavedSearchDraft;
import org.trunkline.api.config.SavedSearchRules;
import org.trunkline.domain.config.AlertRule;
import org.trunkline.domain.config.SavedSearch;
import org.trunkline.ui.Formats;
import org.trunkline.ui.Texts;
import org.trunkline.ui.look.NativeLook;
import org.trunkline.ui.look.Palette;
import org.trunkline.ui.look.TabLeaves;

/** The fields of one saved search, checked while they are typed. UI thread. */
final class SavedForm {
    private static final int WIDE = 260;
    private static final List<Duration> LAST = List.of(Duration.ofMinutes(15), Duration.ofHours(1), Duration.ofHours(24),
            Duration.ofDays(7), Duration.ofDays(30));

    private final Texts texts;
    private final Formats formats;
    private final Composite pane;
    private final Text name;
    private final Text query;
    private final Combo last;
    private final Button shared;
    private final Button tile;
    private final Button alert;
    private final Spinner matches;
    private final Spinner within;
    private final Spinner quiet;
    private final Text webhook;
    private final Text secret;
    private final Text mail;
    private final ChannelForms channels;
    private final Label problem;
    private final List<Control> alertFields;
    private final List<Long> lastSeconds = new ArrayList<>(LAST.stream().map(Duration::toSeconds).toList());
    private final Map<String, Control> byField = new LinkedHashMap<>();
    private Optional<SavedSearch> present = Optional.empty();
    private String owner = SavedPlaces.owner();
    private boolean filling;
    private Runnable changed = () -> { };

    SavedForm(Composite parent, Texts texts, Formats formats) {
        this.texts = texts;
        this.formats = formats;
        pane = new Composite(parent, SWT.NONE);
        GridLayoutFactory.fillDefaults().numColumns(2).margins(12, 8).spacing(10, 6).applyTo(pane);
        name = text("name", SWT.BORDER);
        query = TabLeaves.of(text("query", SWT.BORDER | SWT.MULTI | SWT.WRAP));
        GridDataFactory.fillDefaults().grab(true, false).hint(WIDE, 54).applyTo(query);
        last = new Combo(labelled("lastSeconds"), SWT.READ_ONLY);
        LAST.forEach(l -> last.add(texts.get("saved.last." + l)));
        last.add(texts.get("saved.last.all"));
        lastSeconds.add(0L);
        shared = check("shared");
        tile = check("tile");
        alert = check("alert");
        matches = spinner("alert.matches", SavedSearchRules.MAX_MATCHES);
        within = spinner("alert.withinMinutes", SavedSearchRules.MAX_MINUTES);
        quiet = spinner("alert.quietMinutes", SavedSearchRules.MAX_MINUTES);
        webhook = text("alert.webhook", SWT.BORDER);
        secret = text("alert.secret", SWT.BORDER | SWT.PASSWORD);
        mail = text("alert.mailTo", SWT.BORDER);
        mail.setMessage("noc@example.com, …");
        webhook.setMessage("https://…");
        channels = new ChannelForms(pane, this::edited);
        alertFields = List.of(matches, within, quiet, webhook, secret, mail);
        problem = new Label(pane, SWT.WRAP);
        GridDataFactory.fillDefaults().grab(true, false).span(2, 1).hint(WIDE, SWT.DEFAULT).applyTo(problem);
        Palette.follow(problem, palette -> problem.setForeground(palette.bad()));
        last.addListener(SWT.Selection, e -> edited());
    }

    Composite control() {
        return pane;
    }

    void onChange(Runnable listener) {
        changed = listener;
    }

    /** Draws what the node's channels ask for. @return whether the form changed */
    boolean channels(List<AlertChannelAbout> there) {
        boolean before = filling;
        filling = true;
        try {
            return channels.show(there);
        } finally {
            filling = before;
            enable();
        }
    }

    private Composite labelled(String field) {
        var label = new Label(pane, SWT.NONE);
        label.setText(texts.get("saved." + field));
        label.setToolTipText(texts.get("saved." + field + ".tip"));
        return pane;
    }

    private Text text(String field, int style) {
        var text = new Text(labelled(field), style);
        text.setToolTipText(texts.get("saved." + field + ".tip"));
        GridDataFactory.fillDefaults().grab(true, false).hint(WIDE, SWT.DEFAULT).applyTo(text);
        text.addListener(SWT.Modify, e -> edited());
        byField.put(field, text);
        return text;
    }

    private Button check(String field) {
        new Label(pane, SWT.NONE);
        var button = NativeLook.of(new Button(pane, SWT.CHECK));
        button.setText(texts.get("saved." + field));
        button.setToolTipText(texts.get("saved." + field + ".tip"));
        button.addListener(SWT.Selection, e -> edited());
        return button;
    }

    private Spinner spinner(String field, int most) {
        var spinner = new Spinner(labelled(field), SWT.BORDER);
        spinner.setValues(1, 1, most, 0, 1, 10);
        spinner.setToolTipText(texts.get("saved." + field + ".tip"));
        spinner.addListener(SWT.Modify, e -> edited());
        byField.put(field, spinner);
        return spinner;
    }

    private void edited() {
        if (filling)
            return;
        enable();
        var draft = draft();
        var errors = new ArrayList<>(SavedSearchRules.check(draft, hasSecret()));
        draft.alert().ifPresent(a -> errors.addAll(AlertChannelForms.check(a.channels(), channels.there(), channels.present())));
        show(errors, false);
        changed.run();
    }

    private void enable() {
        alertFields.forEach(f -> f.setEnabled(alert.getSelection()));
        secret.setEnabled(alert.getSelection() && !webhook.getText().isBlank());
        secret.setMessage(hasSecret() ? texts.get("saved.secret.kept") : "");
        channels.enable(alert.getSelection());
        name.setEnabled(present.isEmpty());
    }

    private boolean hasSecret() {
        return present.flatMap(SavedSearch::alert).flatMap(AlertRule::webhook).isPresent();
    }

    /** Errors that the node found: of channels at their fields, else the first in words. An empty list clears them. */
    void show(List<FieldError> errors) {
        show(errors, true);
    }

    private void show(List<FieldError> errors, boolean touched) {
        var ofChannels = channels.errors(errors, touched && !errors.isEmpty());
        problem.setText(errors.stream().filter(e -> !channels.shows(e)).findFirst().map(this::message).or(() -> ofChannels).orElse("")
                .replace("&", "&&"));
        problem.setForeground(Palette.of(problem.getDisplay()).bad()); // the theme's style sheet comes after us
        problem.requestLayout();
    }

    private String message(FieldError error) {
        var key = "saved.error." + error.code();
        var field = texts.has("saved." + error.field()) ? texts.get("saved." + error.field())
                : error.field();
        if (!texts.has(key))
            return field + ": " + error.message();
        if (error.code().equals("query")) // the query, the place from 0, and perhaps what would work
            return texts.get(key, Integer.parseInt(error.args().get(1)) + 1) + (error.args().size() > 2
                    ? " " + texts.get("saved.error.query.suggestion", error.args().get(2)) : "");
        var values = new ArrayList<Object>(List.of(field));
        values.addAll(error.args());
        return texts.get(key, values.toArray());
    }

    void fill(SavedSearchDraft draft) {
        fill(Optional.empty(), draft);
        name.setFocus();
    }

    void fill(SavedSearch search) {
        fill(Optional.of(search), new SavedSearchDraft(search.name(), search.query(),
                search.last().map(Duration::toSeconds).orElse(0L), search.owner(), search.shared(), search.tile(),
                search.alert().map(a -> new SavedSearchDraft.Alert(a.matches(), (int) a.within().toMinutes(),
                        (int) a.quiet().toMinutes(), a.webhook(), Optional.empty(), a.mailTo(),
                        a.channels()))));
    }

    private void fill(Optional<SavedSearch> search, SavedSearchDraft draft) {
        filling = true;
        present = search;
        owner = draft.owner();
        name.setText(draft.name());
        query.setText(draft.query());
        int index = lastSeconds.indexOf(draft.lastSeconds());
        if (index < 0) {
            lastSeconds.add(draft.lastSeconds());
            last.add(texts.get("saved.last.other", formats.duration(Duration.ofSeconds(draft.lastSeconds()))));
            index = lastSeconds.size() - 1;
        }
        last.select(index);
        shared.setSelection(draft.shared());
        tile.setSelection(draft.tile());
        alert.setSelection(draft.alert().isPresent());
        matches.setSelection(draft.alert().map(SavedSearchDraft.Alert::matches).orElse(1));
        within.setSelection(draft.alert().map(SavedSearchDraft.Alert::withinMinutes)
                .orElse(SavedSearchDraft.Alert.DEFAULT_WITHIN_MINUTES));
        quiet.setSelection(draft.alert().map(SavedSearchDraft.Alert::quietMinutes)
                .orElse(SavedSearchDraft.Alert.DEFAULT_QUIET_MINUTES));
        webhook.setText(draft.alert().flatMap(SavedSearchDraft.Alert::webhook).orElse(""));
        secret.setText("");
        mail.setText(String.join(", ", draft.alert().map(SavedSearchDraft.Alert::mailTo).orElse(List.of())));
        channels.fill(draft.alert().map(SavedSearchDraft.Alert::channels).orElse(List.of()));
        enable();
        show(List.of());
        filling = false;
    }

    /** What is there to be replaced; empty for a new one. */
    Optional<SavedSearch> present() {
        return present;
    }

    SavedSearchDraft draft() {
        var rule = alert.getSelection() ? Optional.of(new SavedSearchDraft.Alert(matches.getSelection(),
                within.getSelection(), quiet.getSelection(), filled(webhook), filled(secret),
                Arrays.stream(mail.getText().split("[\\s,;]+")).filter(a -> !a.isEmpty()).toList(), channels.uses()))
                : Optional.<SavedSearchDraft.Alert>empty();
        return new SavedSearchDraft(name.getText().strip(), query.getText().strip().replaceAll("\\R", " "),
                lastSeconds.get(Math.max(0, last.getSelectionIndex())), owner, shared.getSelection(),
                tile.getSelection(), rule);
    }

    private static Optional<String> filled(Text text) {
        return Optional.of(text.getText().strip()).filter(t -> !t.isEmpty());
    }
}
