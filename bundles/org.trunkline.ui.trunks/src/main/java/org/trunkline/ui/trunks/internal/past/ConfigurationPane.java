package org.trunkline.ui.trunks.internal.past;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.trunkline.api.cdr.CaseConfiguration;
import org.trunkline.api.config.ConfigHistory;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.ui.Formats;
import org.trunkline.ui.NodeJobs;
import org.trunkline.ui.Texts;
import org.trunkline.ui.Tone;
import org.trunkline.ui.table.Column;
import org.trunkline.ui.table.DataTable;
import org.trunkline.ui.table.TableSpec;
import org.trunkline.ui.trunks.internal.model.FieldText;

/** The configuration that was in force when the call was placed, beside what it is now. Read when looked at. UI thread. */
final class ConfigurationPane {
    private final Texts texts = Texts.of(ConfigurationPane.class);
    private final FieldText words = FieldText.create();
    private final NodeJobs jobs;
    private final DataTable<PastField> table;
    private Optional<Cdr> unread = Optional.empty();
    private Optional<Job> reading = Optional.empty();

    ConfigurationPane(Composite parent, NodeJobs jobs) {
        this.jobs = jobs;
        var formats = Formats.ofPreferences();
        table = new DataTable<>(parent, new TableSpec<>("call.configuration", texts.get("title"), List.of(
                column("subject", PastField::subject).hover(r -> r.entry().then().isEmpty() ? texts.get("unknown")
                        : texts.get("since", r.entry().revision(), formats.dateTime(r.entry().changedAt()), r.entry().who())).numbers(PastField::dialledSubject),
                column("field", PastField::label).hover(PastField::label),
                column("then", PastField::then).hover(PastField::then).numbers(r -> r.dialled(r.entry().then())),
                column("now", r -> r.changed() ? r.entry().now().isEmpty() ? texts.get("deleted") : r.now() : texts.get("same"))
                        .tone(r -> r.changed() ? Tone.WARN : Tone.PLAIN).hover(PastField::now)
                        .numbers(r -> r.dialled(r.entry().now()))), PastField::number), jobs);
        table.whenEmpty(texts.get("none"));
        table.hideBar();
    }

    private Column<PastField> column(String id, Function<PastField, String> text) {
        return Column.of(id, texts.get(id), texts.get(id + ".tip"), text);
    }

    Control control() {
        return table.control();
    }

    /** To be read by {@link #read}. */
    void show(Cdr cdr) {
        reading.ifPresent(Job::cancel);
        unread = Optional.of(cdr);
        table.setRows(List.of());
    }

    void show(List<ConfigHistory.Then> entries) {
        reading.ifPresent(Job::cancel); // of another call
        unread = Optional.empty();
        table.setRows(PastField.of(entries, words));
    }

    /** Asks the node, once for each call shown. */
    void read() {
        if (unread.isEmpty())
            return;
        var cdr = unread.get();
        unread = Optional.empty();
        table.state().showLoading(texts.get("reading"));
        reading = Optional.of(jobs.read(texts.get("reading"),
                (node, monitor) -> CaseConfiguration.read(node.history(), cdr), this::show,
                failure -> table.showFailure(failure.message(), failure.cause(), () -> {
                    unread = Optional.of(cdr);
                    read();
                })));
    }
}
