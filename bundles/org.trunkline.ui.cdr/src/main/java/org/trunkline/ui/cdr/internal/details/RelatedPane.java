package org.trunkline.ui.cdr.internal.details;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;

import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.trunkline.api.cdr.CdrOrder;
import org.trunkline.api.cdr.CdrQuery;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.ui.Formats;
import org.trunkline.ui.NodeJobs;
import org.trunkline.ui.Texts;
import org.trunkline.ui.cdr.internal.details.RelatedCalls.Related;
import org.trunkline.ui.table.Column;
import org.trunkline.ui.table.DataTable;
import org.trunkline.ui.table.TableSpec;

/** Searches around the call, with how many calls each finds. Read when the pane is looked at. UI thread. */
final class RelatedPane {
    /** @param calls empty while it is not known */
    private record Row(Related related, OptionalLong calls) {}

    private final Texts texts;
    private final NodeJobs jobs;
    private final DataTable<Row> table;
    private Optional<Cdr> call = Optional.empty();
    private Optional<Job> counting = Optional.empty();

    /** @param search shows the calls of a query */
    RelatedPane(Composite parent, Texts texts, Formats formats, NodeJobs jobs, Consumer<String> search) {
        this.texts = texts;
        this.jobs = jobs;
        table = new DataTable<>(parent, new TableSpec<>("call.related", texts.get("details.related"), List.of(
                column("what", r -> texts.get("related." + r.related().key(), r.related().value())).numbers(r -> r.related().dialled()),
                column("calls", r -> r.calls().isPresent() ? formats.count(r.calls().getAsLong()) : "…").alignedRight()
                        .monospaced(),
                column("query", r -> r.related().query())), r -> r.related().number()), jobs);
        table.whenEmpty(texts.get("related.none"));
        table.hideBar();
        table.openRowsOnly();
        table.onOpen(row -> search.accept(row.related().query()));
    }

    private Column<Row> column(String id, Function<Row, String> text) {
        return Column.of(id, texts.get("related.column." + id), texts.get("related.column." + id + ".tip"), text);
    }

    Control control() {
        return table.control();
    }

    /** @param counted whether a node is there to ask */
    void show(Cdr cdr, boolean counted) {
        counting.ifPresent(Job::cancel);
        if (!counted) {
            call = Optional.empty();
            table.setRows(List.of());
            return;
        }
        call = Optional.of(cdr);
        table.setRows(RelatedCalls.of(cdr).stream().map(r -> new Row(r, OptionalLong.empty())).toList());
    }

    /** Counts, once for each call shown. */
    void count() {
        if (call.isEmpty())
            return;
        var cdr = call.get();
        var related = RelatedCalls.of(cdr);
        call = Optional.empty();
        counting = Optional.of(jobs.read(texts.get("related.counting"), (node, monitor) -> {
            var rows = new ArrayList<Row>();
            for (var one : related) {
                if (monitor.isCanceled())
                    break;
                rows.add(new Row(one, OptionalLong.of(node.cdrs().rows(new CdrQuery(one.query(), Optional.empty(),
                        Optional.empty()), CdrOrder.NEWEST_FIRST, 0, 1).total())));
            }
            return rows;
        }, table::setRows, failure -> table.showFailure(failure.message(), failure.cause(), () -> {
            show(cdr, true);
            count();
        })));
    }
}
