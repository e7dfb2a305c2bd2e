package org.trunkline.ui.cdr.internal.ladder;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.SashForm;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.CdrLeg;
import org.trunkline.domain.cdr.Ladder;
import org.trunkline.domain.cdr.LadderEntry;
import org.trunkline.ui.Formats;
import org.trunkline.ui.NodeJobs;
import org.trunkline.ui.Texts;
import org.trunkline.ui.Tone;
import org.trunkline.ui.cdr.internal.ladder.LegComparison.Line;
import org.trunkline.ui.cdr.internal.ladder.LegComparison.Pair;
import org.trunkline.ui.table.Column;
import org.trunkline.ui.table.DataTable;
import org.trunkline.ui.table.TableSpec;

/** Both legs side by side: messages that belong together, and what differs between the two. UI thread. */
public final class ComparePane {
    private final Texts texts;
    private final Composite pane;
    private final Combo legs;
    private final Button onlyDifferences;
    private final DataTable<Pair> pairs;
    private final DataTable<Line> lines;
    private Optional<Ladder> ladder = Optional.empty();
    private List<Integer> calleeLegs = List.of();

    public ComparePane(Composite parent, Texts texts, Formats formats, NodeJobs jobs) {
        this.texts = texts;
        pane = new Composite(parent, SWT.NONE);
        GridLayoutFactory.fillDefaults().spacing(0, 0).applyTo(pane);
        var top = new Composite(pane, SWT.NONE);
        GridLayoutFactory.fillDefaults().numColumns(2).margins(6, 4).spacing(12, 0).applyTo(top);
        legs = new Combo(top, SWT.READ_ONLY | SWT.DROP_DOWN);
        legs.setToolTipText(texts.get("compare.leg.tip"));
        legs.addListener(SWT.Selection, e -> showPairs());
        onlyDifferences = new Button(top, SWT.CHECK);
        onlyDifferences.setText(texts.get("compare.only"));
        onlyDifferences.setSelection(true);
        onlyDifferences.addListener(SWT.Selection, e -> showLines());
        var sash = new SashForm(pane, SWT.HORIZONTAL | SWT.SMOOTH);
        GridDataFactory.fillDefaults().grab(true, true).applyTo(sash);
        pairs = new DataTable<>(sash, new TableSpec<>("call.pairs", texts.get("details.compare"), List.of(
                pair("time", p -> formats.timeMillis(p.at())).monospaced(),
                pair("caller", p -> side(p.caller(), p.backward() ? "←" : "→")),
                pair("callee", p -> side(p.callee(), p.backward() ? "←" : "→")),
                pair("took", p -> p.took().map(formats::delay).orElse(Formats.NONE)).alignedRight(),
                pair("differences", p -> p.took().isEmpty() ? Formats.NONE : formats.count(p.differences()))
                        .alignedRight()), Pair::number), jobs);
        lines = new DataTable<>(sash, new TableSpec<>("call.differences", texts.get("compare.lines"), List.of(
                line("name", l -> l.name().isEmpty() ? texts.get("compare.start") : l.name()).tone(ComparePane::tone)
                        .hover(l -> texts.get("compare." + l.kind().name().toLowerCase(Locale.ROOT))),
                line("left", Line::caller).hover(Line::caller),
                line("right", Line::callee).hover(Line::callee)), Line::number), jobs);
        pairs.whenEmpty(texts.get("compare.none"));
        lines.whenEmpty(texts.get("compare.choose"));
        pairs.hideBar();
        lines.hideBar();
        sash.setWeights(42, 58);
        pairs.onSelect(rows -> showLines());
    }

    private Column<Pair> pair(String id, Function<Pair, String> text) {
        return Column.of(id, texts.get("compare." + id), texts.get("compare." + id + ".tip"), text);
    }

    private Column<Line> line(String id, Function<Line, String> text) {
        return Column.of(id, texts.get("compare." + id), texts.get("compare." + id + ".tip"), text);
    }

    private static Tone tone(Line line) {
        return switch (line.kind()) {
            case SAME -> Tone.PLAIN;
            case CHANGED -> Tone.WARN;
            case CALLER_ONLY, CALLEE_ONLY -> Tone.OFF;
        };
    }

    private static String side(Optional<LadderEntry> entry, String arrow) {
        return entry.map(e -> arrow + " " + e.label() + (e.retransmissions() > 0 ? " ×" + (e.retransmissions() + 1) : ""))
                .orElse("");
    }

    public Control control() {
        return pane;
    }

    /** Begins with the leg that answered, else with the last. */
    public void show(Ladder next, Optional<Cdr> cdr) {
        ladder = Optional.of(next);
        calleeLegs = LegComparison.calleeLegs(next);
        legs.setItems(calleeLegs.stream().map(l -> texts.get("compare.leg", l, peer(l, cdr))).toArray(String[]::new));
        int answered = (int) calleeLegs.stream().takeWhile(l -> !answered(l, cdr)).count();
        if (!calleeLegs.isEmpty())
            legs.select(Math.min(answered, calleeLegs.size() - 1));
        legs.setEnabled(calleeLegs.size() > 1);
        legs.getParent().layout(true);
        showPairs();
    }

    private static Optional<CdrLeg> leg(int leg, Optional<Cdr> cdr) {
        return cdr.filter(c -> leg < c.legs().size()).map(c -> c.legs().get(leg));
    }

    private static boolean answered(int leg, Optional<Cdr> cdr) {
        return leg(leg, cdr).flatMap(CdrLeg::answeredAt).isPresent();
    }

    private static String peer(int leg, Optional<Cdr> cdr) {
        return leg(leg, cdr).map(CdrLeg::peer).orElse("");
    }

    private void showPairs() {
        var found = ladder.filter(l -> !calleeLegs.isEmpty()).map(l -> LegComparison.of(l,
                calleeLegs.get(Math.max(0, legs.getSelectionIndex())))).orElse(List.of());
        pairs.setRows(found);
        found.stream().filter(p -> p.took().isPresent()).findFirst().ifPresent(p -> pairs.select(p.number()));
        showLines();
    }

    private void showLines() {
        lines.setRows(pairs.selected().map(p -> p.lines().stream().filter(l -> !onlyDifferences.getSelection()
                || l.kind() != LegComparison.Kind.SAME).toList()).orElse(List.of()));
    }
}
