package org.trunkline.ui.plugins.internal;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.eclipse.jface.dialogs.Dialog;
import org.eclipse.jface.dialogs.IDialogConstants;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Shell;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.Formats;
import org.trunkline.ui.NodeJobs;
import org.trunkline.ui.Texts;
import org.trunkline.ui.table.Column;
import org.trunkline.ui.table.DataTable;
import org.trunkline.ui.table.TableSpec;

/** The publishers whose plug-ins the node accepts, and an end to that. Trust itself comes from an archive. UI thread. */
final class PublishersDialog extends Dialog {
    private static final int REMOVE = IDialogConstants.CLIENT_ID;
    private static final int WIDTH = 720;
    private static final int HEIGHT = 240;

    private final Texts texts;
    private final PluginText words;
    private final ActiveNode active;
    private final Formats formats = Formats.ofPreferences();
    private Optional<Widgets> widgets = Optional.empty();

    private record Widgets(NodeJobs jobs, Notice notice, DataTable<TrustedPublisher> table) {}

    private PublishersDialog(Shell shell, ActiveNode active, Texts texts, PluginText words) {
        super(shell);
        this.active = active;
        this.texts = texts;
        this.words = words;
        setShellStyle(SWT.CLOSE | SWT.TITLE | SWT.BORDER | SWT.RESIZE | SWT.MODELESS | getDefaultOrientation());
        setBlockOnOpen(false);
    }

    static void open(Shell shell, ActiveNode active, Texts texts, PluginText words) {
        var dialog = new PublishersDialog(shell, active, texts, words);
        dialog.open();
        dialog.load();
    }

    @Override
    protected void configureShell(Shell shell) {
        super.configureShell(shell);
        shell.setText(texts.get("publishers.title"));
    }

    @Override
    protected Control createDialogArea(Composite parent) {
        var page = new Composite((Composite) super.createDialogArea(parent), SWT.NONE);
        GridLayoutFactory.swtDefaults().spacing(0, 8).applyTo(page);
        GridDataFactory.fillDefaults().grab(true, true).hint(WIDTH, SWT.DEFAULT).applyTo(page);
        var hint = new Label(page, SWT.WRAP);
        hint.setText(texts.get("publishers.hint"));
        GridDataFactory.fillDefaults().grab(true, false).hint(WIDTH, SWT.DEFAULT).applyTo(hint);
        var notice = new Notice(page, texts);
        var jobs = new NodeJobs(active, page);
        var table = new DataTable<>(page, spec(), jobs);
        table.hideBar();
        table.whenEmpty(texts.get("publishers.none"));
        GridDataFactory.fillDefaults().grab(true, true).hint(WIDTH, HEIGHT).applyTo(table.control());
        table.onSelect(rows -> enable(!rows.isEmpty()));
        table.onDelete(rows -> remove());
        widgets = Optional.of(new Widgets(jobs, notice, table));
        return page;
    }

    private TableSpec<TrustedPublisher> spec() {
        return new TableSpec<>("plugins.publishers", texts.get("publishers.title"), List.of(
                column("publisher", row -> PluginText.publisher(row.publisher().name())),
                column("fingerprint", TrustedPublisher::fingerprint).monospaced(),
                column("until", row -> formats.dateTime(row.publisher().until())).sortedBy(row -> row.publisher().until()),
                column("inside", row -> texts.get(row.publisher().inside() ? "publishers.inside" : "publishers.process")),
                column("running", this::running)), row -> row.publisher().fingerprint());
    }

    private Column<TrustedPublisher> column(String id, Function<TrustedPublisher, String> text) {
        return Column.of(id, texts.get("publishers." + id + ".head"), texts.get("publishers." + id + ".tip"), text);
    }

    private String running(TrustedPublisher row) {
        return row.running().stream().map(status -> words.title(status.about())).collect(Collectors.joining(", "));
    }

    @Override
    protected void createButtonsForButtonBar(Composite parent) {
        createButton(parent, REMOVE, texts.get("publishers.remove"), false).setToolTipText(texts.get("publishers.remove.tip"));
        createButton(parent, IDialogConstants.CANCEL_ID, IDialogConstants.CLOSE_LABEL, true);
        enable(false);
    }

    private void enable(boolean selected) {
        Optional.<Button>ofNullable(getButton(REMOVE)).ifPresent(button -> button.setEnabled(selected));
    }

    @Override
    protected void buttonPressed(int button) {
        if (button == REMOVE)
            remove();
        else
            close();
    }

    private void load() {
        widgets.ifPresent(w -> w.jobs().read(texts.get("publishers.title"),
                (node, _) -> TrustedPublisher.of(node.plugins().publishers(), node.plugins().list()), rows -> {
                    w.table().setRows(rows);
                    rows.stream().findFirst().ifPresent(first -> w.table().select(first.publisher().fingerprint()));
                    enable(!rows.isEmpty());
                }, failure -> w.table().state().showError(failure, this::load)));
    }

    private void remove() {
        widgets.ifPresent(w -> w.table().selected().ifPresent(row -> {
            String name = PluginText.publisher(row.publisher().name());
            String sure = texts.get("publishers.sure", name, row.fingerprint()) + "\n" + (row.running().isEmpty()
                    ? texts.get("publishers.stops.none") : texts.get("publishers.stops", running(row)));
            w.notice().ask(sure, texts.get("publishers.remove.do"), () -> distrust(w, row.publisher().fingerprint(), name));
        }));
    }

    private void distrust(Widgets w, String fingerprint, String name) {
        String running = texts.get("publishers.removing", name);
        w.jobs().run(running, (node, _) -> node.plugins().distrust(fingerprint), _ -> {
            w.notice().note(texts.get("publishers.removed", name));
            load();
        }, failure -> w.notice().error(texts.get("change.failed", running, failure.message())));
    }
}
