package org.trunkline.ui.internal.preference;

import java.io.IOException;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.eclipse.core.runtime.preferences.IEclipsePreferences;
import org.eclipse.core.runtime.preferences.InstanceScope;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.jface.preference.PreferencePage;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.eclipse.ui.IWorkbench;
import org.eclipse.ui.IWorkbenchPreferencePage;
import org.eclipse.ui.PlatformUI;
import org.osgi.service.prefs.BackingStoreException;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.DeskPreferences;
import org.trunkline.ui.Texts;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.dialog.Question;
import org.trunkline.ui.internal.StatusWords;
import org.trunkline.ui.look.Palette;

/** Language, time zone and theme; settings of the node are in Trunks and Numbers. */
public final class GeneralPage extends PreferencePage implements IWorkbenchPreferencePage {
    private static final int AT_ONCE = 60;
    private static final int WIDTH = 560;
    private static final int HEIGHT = 420;

    private final Texts texts = Texts.of(StatusWords.class);
    private final Optional<DeskLanguage> language = DeskLanguage.ofStart();
    private Optional<Form> form = Optional.empty();

    private record Form(Combo language, Combo zone, Button dark) {}

    @Override
    public void init(IWorkbench workbench) {
        noDefaultButton();
    }

    /** Filled by events of their own after the one that opens the dialog, which is enough for one. */
    @Override
    protected Control createContents(Composite parent) {
        var page = new Composite(parent, SWT.NONE);
        GridLayoutFactory.fillDefaults().numColumns(2).spacing(10, 8).applyTo(page);
        UiThread.post(page, () -> {
            Combo language = language(page);
            page.layout(true, true);
            UiThread.post(page, () -> {
                zoneAndTheme(page, language);
                page.layout(true, true);
            });
        });
        return page;
    }

    /** The dialog asks how large the page wants to be before there is something in it. */
    @Override
    protected Point doComputeSize() {
        return new Point(WIDTH, HEIGHT);
    }

    private void zoneAndTheme(Composite page, Combo language) {
        label(page, "prefs.zone");
        var zone = new Combo(page, SWT.DROP_DOWN);
        offer(zone, Stream.concat(Stream.of(texts.get("prefs.zone.system")),
                ZoneId.getAvailableZoneIds().stream().sorted()).toList());
        GridDataFactory.swtDefaults().hint(260, SWT.DEFAULT).applyTo(zone);
        label(page, "prefs.theme");
        var themes = new Composite(page, SWT.NONE);
        GridLayoutFactory.fillDefaults().numColumns(2).applyTo(themes);
        radio(themes, "prefs.theme.light").setSelection(!Palette.of(page.getDisplay()).dark());
        Button dark = radio(themes, "prefs.theme.dark");
        dark.setSelection(Palette.of(page.getDisplay()).dark());
        form = Optional.of(new Form(language, zone, dark));
        String chosen = preferences().get(DeskPreferences.ZONE, "");
        zone.setText(chosen.isEmpty() ? texts.get("prefs.zone.system") : chosen);
        zone.addListener(SWT.Modify, e -> validate());
    }

    private Combo language(Composite page) {
        label(page, "prefs.language");
        var combo = new Combo(page, SWT.DROP_DOWN | SWT.READ_ONLY);
        combo.add(texts.get("prefs.language.system"));
        DeskLanguage.NAMES.forEach(combo::add);
        GridDataFactory.swtDefaults().hint(260, SWT.DEFAULT).applyTo(combo);
        combo.select(language.flatMap(DeskLanguage::chosen).map(code -> DeskLanguage.CODES.indexOf(code) + 1).orElse(0));
        combo.setEnabled(language.isPresent());
        new Label(page, SWT.NONE);
        var hint = new Label(page, SWT.WRAP);
        hint.setText(texts.get("prefs.language.next"));
        GridDataFactory.fillDefaults().grab(true, false).hint(360, SWT.DEFAULT).applyTo(hint);
        combo.addListener(SWT.Selection, e -> checkFonts(combo.getSelectionIndex(), hint));
        return combo;
    }

    /** Fonts are read on a thread of their own. */
    private void checkFonts(int selected, Label hint) {
        hint.setText(texts.get("prefs.language.next"));
        if (selected > 0)
            Thread.ofVirtual().start(() -> {
                if (!DeskLanguage.canBeShown(DeskLanguage.NAMES.get(selected - 1)))
                    UiThread.post(hint, () -> {
                        hint.setText(texts.get("prefs.language.no-font", DeskLanguage.NAMES.get(selected - 1)));
                        hint.getParent().layout(true, true);
                    });
            });
    }

    private boolean saved(Combo combo) {
        int selected = combo.getSelectionIndex();
        Optional<String> code = selected > 0 ? Optional.of(DeskLanguage.CODES.get(selected - 1)) : Optional.empty();
        try {
            if (language.isPresent() && !language.get().chosen().equals(code)) {
                language.get().choose(code);
                offerRestart(code);
            }
            return true;
        } catch (IOException e) {
            setErrorMessage(texts.get("prefs.unwritable", e.getMessage()));
            return false;
        }
    }

    /** Once the preferences are closed; where they stay open (Apply), above them. */
    private void offerRestart(Optional<String> code) {
        IWorkbench workbench = PlatformUI.getWorkbench();
        String text = code.map(it -> texts.get("prefs.restart.language", DeskLanguage.NAMES.get(DeskLanguage.CODES.indexOf(it))))
                .orElseGet(() -> texts.get("prefs.restart.system"));
        workbench.getDisplay().asyncExec(() -> Question.ask(workbench.getModalDialogShellProvider().getShell(),
                texts.get("prefs.restart.title"), text, List.of(new Question.Answer(texts.get("prefs.restart.now"),
                        () -> DeskCommands.run(workbench, DeskCommands.RESTART, Map.of()))), texts.get("prefs.restart.later")));
    }

    /** Some at a time: there are 600, and the window system takes a while for each. */
    private static void offer(Combo combo, List<String> names) {
        UiThread.post(combo, () -> {
            names.stream().limit(AT_ONCE).forEach(combo::add);
            if (names.size() > AT_ONCE)
                offer(combo, names.subList(AT_ONCE, names.size()));
        });
    }

    private Label label(Composite page, String key) {
        var label = new Label(page, SWT.NONE);
        label.setText(texts.get(key));
        return label;
    }

    private Button radio(Composite page, String key) {
        var button = new Button(page, SWT.RADIO);
        button.setText(texts.get(key));
        return button;
    }

    private static IEclipsePreferences preferences() {
        return InstanceScope.INSTANCE.getNode(DeskPreferences.NODE);
    }

    private void validate() {
        form.ifPresent(f -> {
            Optional<String> problem = zone(zoneOf(f));
            setErrorMessage(problem.map(key -> texts.get(key)).orElse(null));
            setValid(problem.isEmpty());
        });
    }

    private static Optional<String> zone(String id) {
        return id.isEmpty() || ZoneId.getAvailableZoneIds().contains(id) ? Optional.empty() : Optional.of("prefs.bad-zone");
    }

    private String zoneOf(Form f) {
        String text = f.zone().getText().strip();
        return text.equals(texts.get("prefs.zone.system")) ? "" : text;
    }

    @Override
    public boolean performOk() {
        return form.map(f -> {
            IEclipsePreferences node = preferences();
            node.put(DeskPreferences.ZONE, zoneOf(f));
            boolean dark = f.dark().getSelection();
            if (dark != Palette.of(getShell().getDisplay()).dark())
                Themes.use(getShell().getDisplay(), dark);
            return saved(f.language()) && flushed(node);
        }).orElse(true);
    }

    private boolean flushed(IEclipsePreferences node) {
        try {
            node.flush();
            return true;
        } catch (BackingStoreException e) {
            setErrorMessage(texts.get("prefs.unwritable", e.getMessage()));
            return false;
        }
    }
}
