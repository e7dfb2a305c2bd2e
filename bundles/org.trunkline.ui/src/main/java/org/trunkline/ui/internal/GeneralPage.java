package org.trunkline.ui.internal;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.eclipse.core.runtime.preferences.IEclipsePreferences;
import org.eclipse.core.runtime.preferences.InstanceScope;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.jface.preference.PreferencePage;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Group;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Text;
import org.eclipse.ui.IWorkbench;
import org.eclipse.ui.IWorkbenchPreferencePage;
import org.osgi.service.prefs.BackingStoreException;
import org.trunkline.ui.DeskPreferences;
import org.trunkline.ui.Palette;
import org.trunkline.ui.Texts;
import org.trunkline.ui.UiThread;

/** Time zone, theme, and where the embedded node listens from the next start on. */
public final class GeneralPage extends PreferencePage implements IWorkbenchPreferencePage {
    private static final int AT_ONCE = 60;

    private final Texts texts = Texts.of(GeneralPage.class);
    private Optional<Form> form = Optional.empty();

    private record Form(Combo zone, Button dark, Text bind, Text sipPort, Text tlsPort, Text httpPort, Text rtpPorts) {}

    @Override
    public void init(IWorkbench workbench) {
        noDefaultButton();
    }

    @Override
    protected Control createContents(Composite parent) {
        var page = new Composite(parent, SWT.NONE);
        GridLayoutFactory.fillDefaults().numColumns(2).spacing(10, 8).applyTo(page);
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

        var group = new Group(page, SWT.NONE);
        group.setText(texts.get("prefs.node"));
        GridDataFactory.fillDefaults().span(2, 1).grab(true, false).indent(0, 10).applyTo(group);
        GridLayoutFactory.swtDefaults().numColumns(2).margins(10, 10).spacing(10, 8).applyTo(group);
        IEclipsePreferences node = preferences();
        form = Optional.of(new Form(zone, dark,
                field(group, "prefs.bind", node.get(DeskPreferences.BIND, ""), "127.0.0.1"),
                field(group, "prefs.sip-port", node.get(DeskPreferences.SIP_PORT, ""), "5060"),
                field(group, "prefs.tls-port", node.get(DeskPreferences.TLS_PORT, ""), "5061"),
                field(group, "prefs.http-port", node.get(DeskPreferences.HTTP_PORT, ""), "8060"),
                field(group, "prefs.rtp-ports", node.get(DeskPreferences.RTP_PORTS, ""), "10000-49999")));
        var note = new Label(group, SWT.WRAP);
        note.setText(texts.get("prefs.node.note"));
        GridDataFactory.fillDefaults().span(2, 1).hint(380, SWT.DEFAULT).applyTo(note);
        Palette.follow(note, palette -> note.setForeground(palette.muted()));
        String chosen = node.get(DeskPreferences.ZONE, "");
        zone.setText(chosen.isEmpty() ? texts.get("prefs.zone.system") : chosen);
        zone.addListener(SWT.Modify, e -> validate());
        return page;
    }

    /** Some at a time: there are 600, and the window system takes a while for each. */
    private static void offer(Combo combo, List<String> names) {
        UiThread.post(combo, () -> {
            names.stream().limit(AT_ONCE).forEach(combo::add);
            if (names.size() > AT_ONCE)
                offer(combo, names.subList(AT_ONCE, names.size()));
        });
    }

    private void label(Composite page, String key) {
        new Label(page, SWT.NONE).setText(texts.get(key));
    }

    private Button radio(Composite page, String key) {
        var button = new Button(page, SWT.RADIO);
        button.setText(texts.get(key));
        return button;
    }

    private Text field(Composite page, String key, String value, String hint) {
        label(page, key);
        var text = new Text(page, SWT.BORDER);
        text.setText(value);
        text.setMessage(hint);
        GridDataFactory.swtDefaults().hint(180, SWT.DEFAULT).applyTo(text);
        text.addListener(SWT.Modify, e -> validate());
        return text;
    }

    private static IEclipsePreferences preferences() {
        return InstanceScope.INSTANCE.getNode(DeskPreferences.NODE);
    }

    private void validate() {
        form.ifPresent(f -> {
            Optional<String> problem = PreferenceRules.zone(zoneOf(f))
                    .or(() -> PreferenceRules.address(f.bind().getText()))
                    .or(() -> PreferenceRules.port(f.sipPort().getText()))
                    .or(() -> PreferenceRules.port(f.tlsPort().getText()))
                    .or(() -> PreferenceRules.port(f.httpPort().getText()))
                    .or(() -> PreferenceRules.range(f.rtpPorts().getText()));
            setErrorMessage(problem.map(key -> texts.get(key)).orElse(null));
            setValid(problem.isEmpty());
        });
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
            node.put(DeskPreferences.BIND, f.bind().getText().strip());
            node.put(DeskPreferences.SIP_PORT, f.sipPort().getText().strip());
            node.put(DeskPreferences.TLS_PORT, f.tlsPort().getText().strip());
            node.put(DeskPreferences.HTTP_PORT, f.httpPort().getText().strip());
            node.put(DeskPreferences.RTP_PORTS, f.rtpPorts().getText().strip());
            boolean dark = f.dark().getSelection();
            if (dark != Palette.of(getShell().getDisplay()).dark())
                Themes.use(getShell().getDisplay(), dark);
            return flushed(node);
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
