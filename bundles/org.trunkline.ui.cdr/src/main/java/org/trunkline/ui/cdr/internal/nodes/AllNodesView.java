package org.trunkline.ui.cdr.internal.nodes;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.jface.action.Action;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Text;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.CdrQuery;
import org.trunkline.api.cdr.CdrRow;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.query.QueryText;
import org.trunkline.ui.Formats;
import org.trunkline.ui.KnownNodes;
import org.trunkline.ui.NodeState;
import org.trunkline.ui.NodeState.Kind;
import org.trunkline.ui.NodeState.Reach;
import org.trunkline.ui.StateText;
import org.trunkline.ui.Texts;
import org.trunkline.ui.Tone;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.cdr.internal.query.QueryComplaint;
import org.trunkline.ui.cdr.internal.widget.RichText;
import org.trunkline.ui.look.AccessibleName;
import org.trunkline.ui.look.NativeLook;
import org.trunkline.ui.look.Palette;
import org.trunkline.ui.table.Column;
import org.trunkline.ui.table.DataTable;
import org.trunkline.ui.table.Sort;
import org.trunkline.ui.table.TableSpec;
import org.trunkline.ui.view.DeskView;

/** One search over the call records of all nodes: each row says its node, and a node that did not answer is named. */
public final class AllNodesView extends DeskView {
    static final String ID = "org.trunkline.ui.cdr.allNodes";

    private final Texts texts = Texts.of(RichText.class);
    private final Formats formats = Formats.ofPreferences();
    private final StateText states = StateText.create();
    private Optional<Form> form = Optional.empty();
    private Optional<Job> asking = Optional.empty();
    private List<NodeState> nodes = List.of();

    private record Form(Text query, Label said, Label away, DataTable<NodeAnswer.Row> table) {}

    @Override
    protected void create(Composite parent) {
        var page = new Composite(parent, SWT.NONE);
        GridLayoutFactory.fillDefaults().spacing(0, 0).applyTo(page);
        var top = new Composite(page, SWT.NONE);
        GridDataFactory.fillDefaults().grab(true, false).applyTo(top);
        GridLayoutFactory.fillDefaults().numColumns(2).margins(6, 6).spacing(4, 4).applyTo(top);
        var query = new Text(top, SWT.SEARCH | SWT.ICON_CANCEL);
        query.setMessage(texts.get("search.message"));
        AccessibleName.of(query, texts.get("search.message"));
        query.setData("field", "query");
        GridDataFactory.fillDefaults().grab(true, false).align(SWT.FILL, SWT.CENTER).applyTo(query);
        var go = NativeLook.of(new Button(top, SWT.PUSH));
        go.setText(texts.get("search.button"));
        Label said = line(top);
        Label away = line(top);
        Palette.follow(away, palette -> away.setForeground(palette.bad()));
        var table = new DataTable<>(page, new TableSpec<>("calls.nodes.found", texts.get("nodes.title"), columns(),
                NodeAnswer.Row::call, Optional.of(new Sort(CdrField.STARTED.fieldName(), true))), jobs());
        GridDataFactory.fillDefaults().grab(true, true).applyTo(table.control());
        table.whenEmpty(texts.get("nodes.none"));
        KnownNodes known = getSite().getService(KnownNodes.class);
        form = Optional.of(new Form(query, said, away, table));
        go.addListener(SWT.Selection, _ -> search());
        query.addListener(SWT.DefaultSelection, e -> {
            if (e.detail != SWT.CANCEL)
                search();
        });
        table.onOpen(row -> open(known, row));
        table.openRowsOnly(); // the owner is at the node of the call
        table.onMenu(menu -> table.selected().ifPresent(row -> menu.add(new Action(texts.get("nodes.open")) {
            @Override
            public void run() {
                open(known, row);
            }
        })));
        adopt(table, this::search);
        table.setRows(List.of());
        until(known.watch(list -> UiThread.post(page, () -> heard(list))));
    }

    private static Label line(Composite parent) {
        var label = new Label(parent, SWT.WRAP);
        GridDataFactory.fillDefaults().span(2, 1).grab(true, false).indent(4, 0).applyTo(label);
        return label;
    }

    private List<Column<NodeAnswer.Row>> columns() {
        return List.of(Column.<NodeAnswer.Row>of("node", texts.get("column.node"), texts.get("column.node.tip"), row -> name(row.node()))
                        .room("192.0.2.100:8060"),
                column(CdrField.STARTED, "time", r -> formats.dateTime(r.startedAt())).sortedBy(row -> row.call().startedAt())
                        .hover(row -> formats.utc(row.call().startedAt())).monospaced(),
                column(CdrField.FROM, "from", CdrRow::from).monospaced().number(row -> row.call().from()),
                column(CdrField.TO, "to", CdrRow::to).monospaced().number(row -> row.call().to()),
                column(CdrField.CAUSE, "cause", r -> states.of(r.cause())).tone(row -> states.tone(row.call().cause())),
                column(CdrField.TRUNK, "trunk", r -> r.trunk().orElse(Formats.NONE)),
                column(CdrField.DURATION, "duration", r -> r.duration().isZero() ? Formats.NONE : formats.duration(r.duration()))
                        .sortedBy(row -> row.call().duration()).alignedRight().monospaced()
                        .summed(row -> row.call().duration().toMillis(), sum -> formats.duration(Duration.ofMillis(sum))),
                column(CdrField.MOS, "mos", r -> formats.mos(r.mos())).sortedBy(row -> row.call().mos().orElse(0))
                        .tone(row -> row.call().mos().isPresent() ? Formats.mosTone(row.call().mos().getAsDouble()) : Tone.PLAIN));
    }

    private Column<NodeAnswer.Row> column(CdrField field, String key, Function<CdrRow, String> text) {
        return Column.of(field.fieldName(), texts.get("column." + key), texts.get("column." + key + ".tip"),
                row -> text.apply(row.call()));
    }

    private String name(NodeState node) {
        return node.kind() == Kind.EMBEDDED ? texts.get("nodes.embedded") : node.name().replaceFirst("^https?://", "");
    }

    /** The first search is made once no node is still being connected to. */
    private void heard(List<NodeState> list) {
        boolean first = nodes.isEmpty() || nodes.stream().anyMatch(AllNodesView::isComing);
        nodes = list;
        if (first && list.stream().noneMatch(AllNodesView::isComing))
            search();
    }

    private static boolean isComing(NodeState node) {
        return node.reach() == Reach.STARTING;
    }

    private void search() {
        form.ifPresent(f -> {
            asking.ifPresent(Job::cancel);
            f.said().setText(texts.get("nodes.asking", nodes.size()));
            f.away().setText("");
            var query = new CdrQuery(f.query().getText().strip(), Optional.empty(), Optional.empty());
            List<NodeState> asked = nodes;
            asking = Optional.of(jobs().apart(texts.get("nodes.title"), _ -> NodeAnswer.ask(asked, query, texts.get("nodes.apart")),
                    answers -> show(f, answers), failure -> {
                        f.said().setText("");
                        f.away().setText(failure.cause() instanceof QueryException refused ? QueryComplaint.of(refused, texts)
                                : failure.message());
                        f.away().getParent().getParent().layout(true, true);
                    }));
        });
    }

    private void show(Form f, List<NodeAnswer> answers) {
        var there = answers.stream().filter(answer -> answer.found().isPresent()).toList();
        f.said().setText(String.join("   ", there.stream().map(answer -> texts.get("nodes.found", name(answer.node()),
                answer.total(), formats.count(answer.total()))).toList()));
        f.away().setText(String.join("   ", answers.stream().filter(answer -> answer.found().isEmpty())
                .map(answer -> texts.get("nodes.away", name(answer.node()), answer.problem())).toList()));
        f.table().setRows(NodeAnswer.rows(answers), there.stream().mapToLong(NodeAnswer::total).sum());
        f.said().getParent().getParent().layout(true, true);
    }

    /** The whole desk turns to the node of the call, which is then shown in Call Records. */
    private void open(KnownNodes known, NodeAnswer.Row row) {
        NodeState shown = active().state();
        if (shown.kind() != row.node().kind() || !shown.identity().equals(row.node().identity()))
            known.show(row.node(), why -> form.ifPresent(f -> UiThread.post(f.query(), () -> sayError(why))));
        showCalls(QueryText.clause(CdrField.ID, row.call().id().value()));
    }

    @Override
    public void setFocus() {
        form.ifPresent(f -> f.query().setFocus());
    }
}
