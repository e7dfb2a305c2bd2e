package org.trunkline.ui.internal.preference;

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
import org.eclipse.swt.graphics.Point;
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
import org.trunkline.ui.Texts;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.internal.StatusWords;
import org.trunkline.ui.internal.node.NodeStart;
import org.trunkline.ui.look.Palette;

/** Time zone, theme, and where the embedded node listens from the next start on. */
public final class GeneralPage extends PreferencePage implements IWorkbenchPreferencePage {
    private static final int AT_ONCE = 60;
    private static final int WIDTH = 560;
    private static final int HEIGHT = 420;

    private final Texts texts = Texts.of(StatusWords.class);
    private Optional<Form> form = Optional.empty();

    private record Form(Combo zone, Button dark, Text bind, Text sipPort, Text tlsPort, Text httpPort, Text rtpPorts) {}

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
            fillGeneral(page);
            page.layout(true, true);
        });
        return page;
    }

    /** The dialog asks how large the page wants to be before there is something in it. */
    @Override
    protected Point doComputeSize() {
        return new Point(WIDTH, HEIGHT);
    }

    private void fillGeneral(Composite page) {
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
        UiThread.post(page, () -> {
            fillNode(page, zone, dark);
            page.layout(true, true);
        });
    }

    private void fillNode(Composite page, Combo zone, Button dark) {
        var group = new Group(page, SWT.NONE);
        group.setText(texts.get("prefs.node"));
        GridDataFactory.fillDefaults().span(2, 1).grab(true, false).indent(0, 10).applyTo(group);
        GridLayoutFactory.swtDefaults().numColumns(3).margins(10, 10).spacing(10, 8).applyTo(group);
        IEclipsePreferences node = preferences();
        form = Optional.of(new Form(zone, dark,
                field(group, "prefs.bind", DeskPreferences.BIND, "127.0.0.1"),
                field(group, "prefs.sip-port", DeskPreferences.SIP_PORT, "5060"),
                field(group, "prefs.tls-port", DeskPreferences.TLS_PORT, "5061"),
                field(group, "prefs.http-port", DeskPreferences.HTTP_PORT, "8060"),
                field(group, "prefs.rtp-ports", DeskPreferences.RTP_PORTS, "10000-49999")));
        var note = new Label(group, SWT.WRAP);
        note.setText(texts.get("prefs.node.note"));
        GridDataFactory.fillDefaults().span(3, 1).hint(380, SWT.DEFAULT).applyTo(note);
        Palette.follow(note, palette -> note.setForeground(palette.muted()));
        String chosen = node.get(DeskPreferences.ZONE, "");
        zone.setText(chosen.isEmpty() ? texts.get("prefs.zone.system") : chosen);
        zone.addListener(SWT.Modify, e -> validate());
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

    /** A start option wins over the preference: then its value is shown, and cannot be changed here. */
    private Text field(Composite page, String key, String preference, String hint) {
        label(page, key);
        var text = new Text(page, SWT.BORDER);
        String stored = preferences().get(preference, "");
        String inForce = Optional.ofNullable(System.getProperty(NodeStart.property(preference))).orElse(stored);
        boolean fromStart = !inForce.equals(stored);
        text.setText(inForce);
        text.setMessage(hint);
        text.setEnabled(!fromStart);
        if (fromStart)
            label(page, "prefs.start-option").setToolTipText("-D" + NodeStart.property(preference) + "=" + inForce);
        else
            new Label(page, SWT.NONE); // the same room in each row
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
                    .or(() -> PreferenceRules.address(own(f.bind())))
                    .or(() -> PreferenceRules.port(own(f.sipPort())))
                    .or(() -> PreferenceRules.port(own(f.tlsPort())))
                    .or(() -> PreferenceRules.port(own(f.httpPort())))
                    .or(() -> PreferenceRules.range(own(f.rtpPorts())));
            setErrorMessage(problem.map(key -> texts.get(key)).orElse(null));
            setValid(problem.isEmpty());
        });
    }

    /** Empty, and so right, where a start option has the word. */
    private static String own(Text field) {
        return field.getEnabled() ? field.getText() : "";
    }

    private static void put(IEclipsePreferences node, String preference, Text field) {
        if (field.getEnabled())
            node.put(preference, field.getText().strip());
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
            put(node, DeskPreferences.BIND, f.bind());
            put(node, DeskPreferences.SIP_PORT, f.sipPort());
            put(node, DeskPreferences.TLS_PORT, f.tlsPort());
            put(node, DeskPreferences.HTTP_PORT, f.httpPort());
            put(node, DeskPreferences.RTP_PORTS, f.rtpPorts());
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
