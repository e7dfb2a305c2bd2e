package org.trunkline.ui.cdr.internal.details;

import java.util.ArrayList;
import java.util.LinkedHashSet;
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

/** The configuration that was in force when the call was placed, beside what it is now. Read when looked at. UI thread. */
final class ConfigurationPane {
    private record Row(int number, ConfigHistory.Then entry, String field, String then, String now) {
        boolean changed() {
            return !then.equals(now);
        }
    }

    private final Texts texts;
    private final NodeJobs jobs;
    private final DataTable<Row> table;
    private Optional<Cdr> unread = Optional.empty();
    private Optional<Job> reading = Optional.empty();

    ConfigurationPane(Composite parent, Texts texts, Formats formats, NodeJobs jobs) {
        this.texts = texts;
        this.jobs = jobs;
        table = new DataTable<>(parent, new TableSpec<>("call.configuration", texts.get("details.configuration"), List.of(
                column("subject", r -> r.entry().subject()).hover(r -> r.entry().then().isEmpty()
                        ? texts.get("configuration.unknown") : texts.get("configuration.since", r.entry().revision(),
                                formats.dateTime(r.entry().changedAt()), r.entry().who())),
                column("field", r -> label(r.field())).hover(Row::field),
                column("then", Row::then).hover(Row::then),
                column("now", r -> r.changed() ? r.entry().now().isEmpty() ? texts.get("configuration.deleted") : r.now()
                        : texts.get("configuration.same")).tone(r -> r.changed() ? Tone.WARN : Tone.PLAIN)
                                .hover(Row::now)), Row::number), jobs);
        table.whenEmpty(texts.get("configuration.none"));
        table.hideBar();
    }

    /** The word of the editor for a field; the node's own name where this desk does not know it. */
    private String label(String field) {
        String key = "configuration.field." + field;
        return texts.has(key) ? texts.get(key) : field;
    }

    private Column<Row> column(String id, Function<Row, String> text) {
        return Column.of(id, texts.get("configuration." + id), texts.get("configuration." + id + ".tip"), text);
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
        unread = Optional.empty();
        var rows = new ArrayList<Row>();
        for (var entry : entries) {
            var fields = new LinkedHashSet<>(entry.then().keySet());
            fields.addAll(entry.now().keySet());
            for (String field : fields)
                rows.add(new Row(rows.size(), entry, field, entry.then().getOrDefault(field, ""),
                        entry.now().getOrDefault(field, "")));
        }
        table.setRows(rows);
    }

    /** Asks the node, once for each call shown. */
    void read() {
        if (unread.isEmpty())
            return;
        var cdr = unread.get();
        unread = Optional.empty();
        table.state().showLoading(texts.get("configuration.reading"));
        reading = Optional.of(jobs.read(texts.get("configuration.reading"),
                (node, monitor) -> CaseConfiguration.read(node.history(), cdr), this::show,
                failure -> table.showFailure(failure.message(), failure.cause(), () -> {
                    unread = Optional.of(cdr);
                    read();
                })));
    }
}
