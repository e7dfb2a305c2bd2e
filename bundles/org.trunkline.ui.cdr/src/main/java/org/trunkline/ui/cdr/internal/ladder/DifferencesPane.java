package org.trunkline.ui.cdr.internal.ladder;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.trunkline.ui.NodeJobs;
import org.trunkline.ui.Texts;
import org.trunkline.ui.Tone;
import org.trunkline.ui.cdr.internal.ladder.LegComparison.Kind;
import org.trunkline.ui.cdr.internal.ladder.LegComparison.Line;
import org.trunkline.ui.cdr.internal.ladder.LegComparison.Pair;
import org.trunkline.ui.look.NativeLook;
import org.trunkline.ui.table.Column;
import org.trunkline.ui.table.DataTable;
import org.trunkline.ui.table.TableSpec;

/** What the node changed between a message on the caller's leg and the same on the callee's, line beside line. UI thread. */
final class DifferencesPane {
    private final Texts texts;
    private final Composite pane;
    private final Button onlyDifferences;
    private final DataTable<Line> lines;
    private Optional<Pair> pair = Optional.empty();

    DifferencesPane(Composite parent, Texts texts, NodeJobs jobs) {
        this.texts = texts;
        pane = new Composite(parent, SWT.NONE);
        GridLayoutFactory.fillDefaults().spacing(0, 0).applyTo(pane);
        onlyDifferences = NativeLook.of(new Button(pane, SWT.CHECK));
        onlyDifferences.setText(texts.get("compare.only"));
        onlyDifferences.setSelection(true);
        onlyDifferences.addListener(SWT.Selection, e -> showLines());
        GridDataFactory.swtDefaults().indent(6, 2).applyTo(onlyDifferences);
        lines = new DataTable<>(pane, new TableSpec<>("call.differences", texts.get("compare.lines"), List.of(
                column("name", l -> l.name().isEmpty() ? texts.get("compare.start") : l.name())
                        .tone(DifferencesPane::tone).hover(this::kind),
                column("left", Line::caller).hover(Line::caller),
                column("right", Line::callee).hover(Line::callee)), Line::number), jobs);
        GridDataFactory.fillDefaults().grab(true, true).applyTo(lines.control());
        lines.whenEmpty(texts.get("compare.none"));
        lines.hideBar();
    }

    private Column<Line> column(String id, Function<Line, String> text) {
        return Column.of(id, texts.get("compare." + id), texts.get("compare." + id + ".tip"), text).unsorted();
    }

    private String kind(Line line) {
        return texts.get("compare." + line.kind().name().toLowerCase(Locale.ROOT));
    }

    private static Tone tone(Line line) {
        return switch (line.kind()) {
            case SAME -> Tone.PLAIN;
            case CHANGED -> Tone.WARN;
            case CALLER_ONLY, CALLEE_ONLY -> Tone.OFF;
        };
    }

    Control control() {
        return pane;
    }

    void show(Optional<Pair> next) {
        pair = next;
        onlyDifferences.setEnabled(next.isPresent());
        showLines();
    }

    private void showLines() {
        lines.setRows(pair.map(p -> p.lines().stream()
                .filter(l -> !onlyDifferences.getSelection() || l.kind() != Kind.SAME).toList()).orElse(List.of()));
    }
}
