package org.trunkline.ui.plugins.internal;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.ScrolledComposite;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.eclipse.ui.PlatformUI;
import org.trunkline.api.plugin.PluginAbout;
import org.trunkline.api.plugin.PluginStatus;
import org.trunkline.api.plugin.PluginStatus.InterfaceCost;
import org.trunkline.ui.Formats;
import org.trunkline.ui.NodeJobs;
import org.trunkline.ui.Texts;
import org.trunkline.ui.Tone;
import org.trunkline.ui.UiFreezes;
import org.trunkline.ui.look.Palette;
import org.trunkline.ui.plugins.internal.desk.PartsMemory;
import org.trunkline.ui.table.Column;
import org.trunkline.ui.table.DataTable;
import org.trunkline.ui.table.TableSpec;

/** The facts of a plug-in, what it may do, and what each of its interfaces costs. UI thread. */
final class OverviewPane {
    private static final int TABLE_HEIGHT = 132;
    private static final int LABEL_WIDTH = 120;

    private final Texts texts;
    private final Formats formats;
    private final PluginText words;
    private final ScrolledComposite scroll;
    private final Composite page;
    private final Map<String, Label> facts = new LinkedHashMap<>();
    private final Map<String, Label> labels = new LinkedHashMap<>();
    private final Label permissions;
    private final DataTable<InterfaceCost> costs;
    private Palette palette = Palette.LIGHT;
    private Tone stateTone = Tone.PLAIN;
    private Tone signedTone = Tone.PLAIN;

    OverviewPane(Composite parent, Texts texts, Formats formats, PluginText words, NodeJobs jobs) {
        this.texts = texts;
        this.formats = formats;
        this.words = words;
        scroll = new ScrolledComposite(parent, SWT.V_SCROLL);
        scroll.setExpandHorizontal(true);
        scroll.setExpandVertical(true);
        page = new Composite(scroll, SWT.NONE);
        GridLayoutFactory.fillDefaults().numColumns(2).margins(12, 8).spacing(10, 5).applyTo(page);
        for (String fact : List.of("state", "signed", "publisher", "host", "cost", "limits", "since", "freezes"))
            facts.put(fact, fact(fact));
        heading("overview.permissions");
        permissions = new Label(page, SWT.WRAP);
        GridDataFactory.fillDefaults().span(2, 1).grab(true, false).hint(100, SWT.DEFAULT).applyTo(permissions);
        heading("overview.costs");
        costs = new DataTable<>(page, spec(), jobs);
        costs.hideBar();
        costs.whenEmpty(texts.get("overview.costs.none"));
        GridDataFactory.fillDefaults().span(2, 1).grab(true, false).hint(100, TABLE_HEIGHT).applyTo(costs.control());
        scroll.setContent(page);
        scroll.addListener(SWT.Resize, e -> fit());
        Palette.follow(page, next -> {
            palette = next;
            colour();
        });
    }

    private Label fact(String key) {
        var label = new Label(page, SWT.WRAP);
        label.setText(texts.get("fact." + key));
        labels.put(key, label);
        GridDataFactory.swtDefaults().align(SWT.BEGINNING, SWT.BEGINNING).hint(LABEL_WIDTH, SWT.DEFAULT).applyTo(label);
        Palette.follow(label, p -> label.setForeground(p.muted()));
        var value = new Label(page, SWT.WRAP);
        GridDataFactory.fillDefaults().grab(true, false).hint(100, SWT.DEFAULT).applyTo(value);
        return value;
    }

    private void heading(String key) {
        var label = new Label(page, SWT.NONE);
        label.setText(texts.get(key));
        label.setFont(JFaceResources.getFontRegistry().getBold(JFaceResources.DEFAULT_FONT));
        GridDataFactory.fillDefaults().span(2, 1).indent(0, 6).applyTo(label);
    }

    private TableSpec<InterfaceCost> spec() {
        return new TableSpec<>("plugins.costs", texts.get("overview.costs"), List.of(
                column("interface", InterfaceCost::name),
                column("calls", c -> formats.count(c.calls())).alignedRight().monospaced().sortedBy(InterfaceCost::calls),
                column("failed", c -> formats.count(c.failed())).alignedRight().monospaced().sortedBy(InterfaceCost::failed)
                        .tone(c -> c.failed() > 0 ? Tone.BAD : Tone.PLAIN),
                column("late", c -> formats.count(c.late())).alignedRight().monospaced().sortedBy(InterfaceCost::late)
                        .tone(c -> c.late() > 0 ? Tone.WARN : Tone.PLAIN),
                column("p99", c -> c.calls() == 0 ? Formats.NONE : formats.decimal(c.p99Millis(), 1)).alignedRight().monospaced()
                        .sortedBy(InterfaceCost::p99Millis)), InterfaceCost::name);
    }

    private Column<InterfaceCost> column(String id, Function<InterfaceCost, String> text) {
        return Column.of(id, texts.get("column." + id), texts.get("column." + id + ".tip"), text);
    }

    Control control() {
        return scroll;
    }

    void show(PluginRow row) {
        stateTone = words.tone(row);
        signedTone = words.signedTone(row);
        String reason = words.reason(row);
        fact("state", sign(stateTone) + words.state(row) + (reason.isEmpty() ? "" : ": " + reason));
        String why = words.signedWhy(row);
        fact("signed", row.about().isEmpty() ? Formats.NONE : sign(signedTone) + words.signed(row) + (why.isEmpty() ? "" : ": " + why));
        fact("publisher", row.publisher().isEmpty() ? Formats.NONE : row.publisher());
        fact("host", row.installed().map(status -> words.host(row) + (status.restarts() > 0
                ? texts.get("host.restarts", status.restarts()) : "")).orElse(Formats.NONE));
        fact("cost", row.installed().filter(s -> s.state() == PluginStatus.State.RUNNING).map(status -> texts.get("cost.now",
                formats.decimal(row.cost().cpuMillisPerSecond(), 1), formats.bytes(row.cost().heapBytes()),
                formats.count(row.cost().threads()))).orElse(Formats.NONE));
        fact("limits", row.about().map(a -> texts.get("cost.limits", a.limits().cpuPercent(), a.limits().heapMb(),
                a.limits().threads(), a.limits().diskMb())).orElse(Formats.NONE));
        fact("since", row.installed().map(status -> formats.dateTime(status.since())).orElse(Formats.NONE));
        fact("freezes", row.installed().map(PluginStatus::about).filter(PluginAbout::desk).flatMap(a -> PartsMemory.ofWorkspace().problem(a.id()))
                .map(problem -> texts.get("desk.refused", problem)).orElseGet(() -> freezes(row)));
        set(permissions, row.about().map(about -> "•  " + String.join("\n•  ", words.permissions(about))).orElse(Formats.NONE));
        costs.setRows(row.cost().interfaces());
        colour();
        fit();
    }

    /** Of the parts in this desk: bundles are named after their plug-in. */
    private String freezes(PluginRow row) {
        return Optional.ofNullable(PlatformUI.getWorkbench().getService(UiFreezes.class)).map(UiFreezes::slow).orElse(List.of())
                .stream().filter(slow -> row.about().filter(a -> slow.bundle().equals(a.id())
                        || slow.bundle().startsWith(a.id() + ".")).isPresent())
                .map(slow -> texts.get("freezes", slow.bundle(), slow.times(), seconds(slow.longest())))
                .findFirst().orElseGet(() -> row.installed().map(PluginStatus::about).filter(PluginAbout::desk).map(a -> texts.get("freezes.none"))
                        .orElse(Formats.NONE));
    }

    private String seconds(Duration duration) {
        return formats.delay(duration);
    }

    private static String sign(Tone tone) {
        return switch (tone) {
            case OK -> "● ";
            case FAIR -> "◆ ";
            case WARN -> "▲ ";
            case BAD -> "■ ";
            case OFF -> "○ ";
            case PLAIN -> "";
        };
    }

    /** Only what there is something to say of. */
    private void fact(String key, String value) {
        set(facts.get(key), value);
        for (Label label : List.of(labels.get(key), facts.get(key))) {
            label.setVisible(!value.equals(Formats.NONE));
            ((GridData) label.getLayoutData()).exclude = value.equals(Formats.NONE);
        }
    }

    private static void set(Label label, String text) {
        String shown = text.replace("&", "&&");
        if (!shown.equals(label.getText()))
            label.setText(shown);
    }

    /** No colour without the sign beside it. */
    private void colour() {
        facts.get("state").setForeground(stateTone == Tone.BAD ? palette.bad() : palette.foreground());
        facts.get("signed").setForeground(signedTone == Tone.BAD ? palette.bad() : palette.foreground());
    }

    private void fit() {
        int width = scroll.getClientArea().width;
        if (width > 0)
            scroll.setMinSize(page.computeSize(width, SWT.DEFAULT));
        page.layout(true, true);
    }
}
