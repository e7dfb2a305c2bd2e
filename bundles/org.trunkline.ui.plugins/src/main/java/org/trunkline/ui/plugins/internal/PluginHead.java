package org.trunkline.ui.plugins.internal;

import java.util.List;

import org.eclipse.jface.action.Action;
import org.eclipse.jface.action.IMenuManager;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.RowData;
import org.eclipse.swt.layout.RowLayout;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Label;
import org.trunkline.api.plugin.PluginAbout;
import org.trunkline.api.plugin.PluginStatus;
import org.trunkline.api.plugin.PluginStatus.State;
import org.trunkline.ui.Texts;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.look.NativeLook;
import org.trunkline.ui.look.Palette;
import org.trunkline.ui.plugins.internal.desk.PartsMemory;

/** The line above: which plug-in it is, and what can be done with it. UI thread. */
final class PluginHead {
    /** What the buttons do. */
    interface Actions {
        void installOrUpdate();

        void updateByFile();

        void rollBack();

        void enable(boolean enabled);

        void remove();

        void trust();

        /** @param wanted whether this desk gets them, or loses them */
        void parts(boolean wanted);
    }

    private static final int APART = 5;
    /** Longer than a double click: another button may have come under the pointer. */
    private static final int SETTLE_MS = 800;

    private final Texts texts;
    private final PluginText words;
    private final Composite box;
    private final Label title;
    private final Label description;
    private final Composite bar;
    private final Button offered;
    private final Button update;
    private final Button rollback;
    private final Button enable;
    private final Button remove;
    private final Button trust;
    private final Button parts;
    private boolean enabled;
    private boolean hasParts;
    private String shownId = "";
    private boolean shownInstalled;

    PluginHead(Composite parent, Texts texts, PluginText words, Actions actions) {
        this.texts = texts;
        this.words = words;
        box = new Composite(parent, SWT.NONE);
        GridDataFactory.fillDefaults().grab(true, false).applyTo(box);
        GridLayoutFactory.fillDefaults().margins(12, 8).spacing(8, 5).applyTo(box);
        title = new Label(box, SWT.NONE);
        title.setFont(JFaceResources.getFontRegistry().getBold(JFaceResources.DEFAULT_FONT));
        GridDataFactory.fillDefaults().grab(true, false).applyTo(title);
        description = new Label(box, SWT.WRAP);
        GridDataFactory.fillDefaults().grab(true, false).hint(100, SWT.DEFAULT).applyTo(description);
        Palette.follow(description, palette -> description.setForeground(palette.muted()));
        bar = new Composite(box, SWT.NONE);
        var layout = new RowLayout(SWT.HORIZONTAL);
        layout.wrap = true;
        layout.marginLeft = layout.marginTop = layout.marginRight = layout.marginBottom = 0;
        layout.spacing = APART;
        bar.setLayout(layout);
        GridDataFactory.fillDefaults().grab(true, false).hint(100, SWT.DEFAULT).applyTo(bar);
        offered = button(actions::installOrUpdate);
        enable = button(() -> actions.enable(!enabled));
        update = button(actions::updateByFile, "action.update");
        rollback = button(actions::rollBack);
        trust = button(actions::trust, "action.trust");
        parts = button(() -> actions.parts(!hasParts));
        remove = button(actions::remove, "action.remove");
    }

    private Button button(Runnable action) {
        var button = NativeLook.of(new Button(bar, SWT.PUSH));
        button.setLayoutData(new RowData());
        button.addListener(SWT.Selection, e -> action.run());
        return button;
    }

    private Button button(Runnable action, String key) {
        Button button = button(action);
        label(button, texts.get(key), texts.get(key + ".tip"));
        return button;
    }

    private static void label(Button button, String text, String tip) {
        if (!text.equals(button.getText()))
            button.setText(text);
        button.setToolTipText(tip);
    }

    void show(PluginRow row) {
        boolean installed = row.installed().isPresent();
        set(title, words.title(row) + (row.version().isEmpty() ? "" : " " + row.version()));
        set(description, row.about().map(about -> words.of(about.description(), about.id())).orElse(""));
        String version = row.offered().flatMap(entry -> entry.about()).map(PluginAbout::version).orElse("");
        label(offered, texts.get(installed ? "action.update-to" : "action.install", version), texts.get("action.install.tip"));
        show(offered, row.offered().filter(entry -> entry.about().isPresent()).isPresent());
        offered.setEnabled(installed || words.reason(row).isEmpty());
        enabled = row.installed().filter(status -> status.state() == State.RUNNING || status.state() == State.STARTING).isPresent();
        label(enable, texts.get(enabled ? "action.disable" : "action.enable"),
                texts.get(enabled ? "action.disable.tip" : "action.enable.tip"));
        show(enable, installed);
        show(update, installed);
        String previous = row.installed().flatMap(PluginStatus::previous).orElse("");
        label(rollback, texts.get("action.rollback-to", previous), texts.get("action.rollback.tip"));
        show(rollback, !previous.isEmpty());
        show(trust, row.certificate().isPresent() && row.signed() == PluginStatus.Signed.UNKNOWN_PUBLISHER);
        hasParts = row.installed().filter(status -> PartsMemory.ofWorkspace().keeps(status.id())).isPresent();
        label(parts, texts.get(hasParts ? "action.parts.remove" : "action.parts.install"),
                texts.get(hasParts ? "action.parts.remove.tip" : "action.parts.install.tip"));
        show(parts, hasParts || enabled && row.about().filter(PluginAbout::desk).isPresent());
        show(remove, installed);
        settle(row.about().map(PluginAbout::id).orElse(row.key()), installed);
        bar.layout(true);
        box.getParent().layout(true, true);
    }

    /** Where Install was there is Disable once it is installed: the buttons are off until a second click is over. */
    private void settle(String id, boolean installed) {
        if (id.equals(shownId) && installed != shownInstalled) {
            bar.setEnabled(false);
            UiThread.later(bar, SETTLE_MS, () -> bar.setEnabled(true));
        }
        shownId = id;
        shownInstalled = installed;
    }

    /** Adds what can be done now, in the words of the buttons. */
    void fill(IMenuManager menu) {
        for (Button button : List.of(offered, enable, update, rollback, trust, parts, remove))
            if (!((RowData) button.getLayoutData()).exclude) {
                var action = new Action(button.getText()) {
                    @Override
                    public void run() {
                        button.notifyListeners(SWT.Selection, new Event());
                    }
                };
                action.setEnabled(button.isEnabled());
                menu.add(action);
            }
    }

    private static void set(Label label, String text) {
        String shown = text.replace("&", "&&");
        if (!shown.equals(label.getText()))
            label.setText(shown);
    }

    private static void show(Button button, boolean shown) {
        button.setVisible(shown);
        ((RowData) button.getLayoutData()).exclude = !shown;
    }

    void setFocus() {
        bar.setFocus();
    }
}
