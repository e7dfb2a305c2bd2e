package org.trunkline.ui.calls.internal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.jface.viewers.ISelection;
import org.eclipse.jface.viewers.IStructuredSelection;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.eclipse.ui.ISelectionListener;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.call.LiveCall;
import org.trunkline.domain.call.LiveLeg;
import org.trunkline.query.QueryText;
import org.trunkline.ui.Formats;
import org.trunkline.ui.StateText;
import org.trunkline.ui.Texts;
import org.trunkline.ui.Tone;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.look.Palette;
import org.trunkline.ui.look.PaneAction;
import org.trunkline.ui.look.StatePane;
import org.trunkline.ui.table.Column;
import org.trunkline.ui.table.DataTable;
import org.trunkline.ui.table.TableSpec;
import org.trunkline.ui.view.DeskView;

/** The call selected among the live ones: its legs, codecs and quality now; once over, the way to its record. */
public final class SelectedCallView extends DeskView {
    static final String ID = "org.trunkline.ui.calls.selected";

    private final Texts texts = Texts.of(SelectedCallView.class);
    private final Formats formats = Formats.ofPreferences();
    private final StateText states = StateText.create();
    private Optional<Widgets> widgets = Optional.empty();
    private Optional<LiveCall> shown = Optional.empty();
    private String shownOn = "";

    private record Widgets(StatePane pane, Label title, Label facts, DataTable<Leg> legs) {}

    /** A leg with its place, which stays the same. */
    private record Leg(int place, LiveLeg leg) {}

    @Override
    protected void create(Composite parent) {
        var pane = new StatePane(parent);
        var page = new Composite(pane.content(), SWT.NONE);
        GridLayoutFactory.fillDefaults().spacing(0, 4).extendedMargins(0, 0, 6, 0).applyTo(page);
        var title = new Label(page, SWT.NONE);
        title.setFont(JFaceResources.getFontRegistry().getBold(JFaceResources.DEFAULT_FONT));
        GridDataFactory.fillDefaults().grab(true, false).indent(8, 0).applyTo(title);
        var facts = new Label(page, SWT.NONE);
        GridDataFactory.fillDefaults().grab(true, false).indent(8, 0).applyTo(facts);
        Palette.follow(facts, palette -> facts.setForeground(palette.muted()));
        var legs = new DataTable<>(page, new TableSpec<>("calls.legs", texts.get("legs.title"), columns(),
                Leg::place), jobs());
        legs.hideBar();
        GridDataFactory.fillDefaults().grab(true, true).applyTo(legs.control());
        var all = new Widgets(pane, title, facts, legs);
        widgets = Optional.of(all);
        nothing(all);
        onOtherNode(page, () -> nothing(all));
        ISelectionListener listener = (part, selection) -> selected(all, selection);
        getSite().getPage().addSelectionListener(LiveCallsView.ID, listener);
        parent.addListener(SWT.Dispose, e -> getSite().getPage().removeSelectionListener(LiveCallsView.ID, listener));
        UiThread.every(page, 1000, () -> shown.ifPresent(call -> facts.setText(facts(call))));
    }

    private List<Column<Leg>> columns() {
        return List.of(column("side", l -> texts.get(l.leg().side() == LegSide.CALLER ? "legs.caller" : "legs.callee")),
                column("peer", l -> l.leg().peer()),
                column("address", l -> l.leg().remoteAddress()),
                column("state", l -> states.of(l.leg().state())).tone(l -> states.tone(l.leg().state())),
                column("codec", l -> l.leg().codec().orElse(Formats.NONE)),
                column("mos", l -> formats.mos(l.leg().mos()))
                        .tone(l -> l.leg().mos().map(Formats::mosTone).orElse(Tone.PLAIN)));
    }

    private Column<Leg> column(String id, Function<Leg, String> text) {
        return Column.of(id, texts.get("legs." + id), texts.get("legs." + id + ".tip"), text).unsorted();
    }

    private void selected(Widgets all, ISelection selection) {
        if (!(selection instanceof IStructuredSelection rows))
            return;
        if (rows.getFirstElement() instanceof LiveCall call)
            show(all, call);
        else if (shown.isPresent() && shownOn.equals(active().state().identity()))
            over(all, shown.get());
    }

    private void nothing(Widgets all) {
        shown = Optional.empty();
        all.pane().showEmpty(texts.get("selected.none"));
    }

    private void show(Widgets all, LiveCall call) {
        shown = Optional.of(call);
        shownOn = active().state().identity();
        all.title().setText(texts.get("selected.title", LiveCallText.name(call.from()), LiveCallText.name(call.to()))
                .replace("&", "&&"));
        all.facts().setText(facts(call));
        var legs = call.legs();
        all.legs().setRows(IntStream.range(0, legs.size()).mapToObj(i -> new Leg(i, legs.get(i)))
                .toList());
        all.pane().showContent();
    }

    private String facts(LiveCall call) {
        return String.join("   ", states.of(call.state()), states.of(call.direction()),
                formats.duration(LiveCallText.duration(call, Instant.now())),
                call.trunk().map(t -> texts.get("selected.trunk", t)).orElse(""), call.id().value())
                .replace("&", "&&");
    }

    /** The selection went because the call did, or because another row was chosen: the record is there for both. */
    private void over(Widgets all, LiveCall call) {
        shown = Optional.empty();
        all.pane().showEmpty(texts.get("selected.over", call.from().normalised(), call.to().normalised()),
                new PaneAction(texts.get("selected.record"), () -> showCalls(QueryText.clause(CdrField.ID, call.id().value()))));
    }

    @Override
    public void setFocus() {
        widgets.ifPresent(w -> {
            if (w.pane().showsContent())
                w.legs().setFocus();
            else
                w.pane().control().setFocus();
        });
    }
}
