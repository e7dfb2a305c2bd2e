package org.trunkline.ui.cdr.internal.details;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.Texts;
import org.trunkline.ui.cdr.internal.details.CallSummaryText.Fact;
import org.trunkline.ui.cdr.internal.widget.RichText;
import org.trunkline.ui.cdr.internal.widget.RichText.Style;

/** The facts of a call in two columns. UI thread. */
final class SummaryPane {
    private final Composite pane;
    private final RichText left;
    private final RichText right;
    private final CallSummaryText facts;

    SummaryPane(Composite parent, Texts texts, CallSummaryText facts) {
        this.facts = facts;
        pane = new Composite(parent, SWT.NONE);
        GridLayoutFactory.fillDefaults().numColumns(2).spacing(0, 0).equalWidth(true).applyTo(pane);
        left = new RichText(pane, texts.get("details.summary"));
        right = new RichText(pane, texts.get("details.summary"));
        GridDataFactory.fillDefaults().grab(true, true).hint(200, SWT.DEFAULT).applyTo(left.control());
        GridDataFactory.fillDefaults().grab(true, true).hint(200, SWT.DEFAULT).applyTo(right.control());
    }

    Control control() {
        return pane;
    }

    /** @param labels of the fields that plug-ins add, by name */
    void show(Cdr cdr, Map<String, String> labels) {
        left.link(Stream.concat(Stream.of(cdr.from().normalised(), cdr.to().normalised()),
                Stream.concat(cdr.trunk().stream(), cdr.route().stream())).toList(), DeskCommands::owner);
        fill(left, facts.parties(cdr, labels));
        fill(right, facts.times(cdr));
    }

    private static void fill(RichText text, List<Fact> facts) {
        text.tabs(text.stopAfter(facts.stream().map(Fact::label).toList()));
        text.clear();
        for (Fact fact : facts)
            text.add(fact.label(), Style.MUTED).add("\t", Style.PLAIN).add(fact.value(), fact.tone()).line();
        text.show();
        text.hover(line -> line < facts.size() ? facts.get(line).tooltip() : "");
    }
}
