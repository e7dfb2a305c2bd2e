package org.trunkline.ui.cdr.internal.details;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.eclipse.swt.widgets.Composite;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.node.Node;
import org.trunkline.ui.StateText;
import org.trunkline.ui.extension.RecordTabSite;
import org.trunkline.ui.extension.ShownRecord;

public final class SummaryTab extends PaneTab<SummaryPane> {
    @Override
    SummaryPane make(Composite parent, RecordTabSite site) {
        return new SummaryPane(parent, texts, new CallSummaryText(texts, formats, StateText.create()));
    }

    /** Fields of plug-ins by their labels in the desk's language; by their names where there is no node to ask. */
    @Override
    public Runnable read(ShownRecord record, Optional<Node> node) {
        Map<String, String> labels = record.cdr().marks().attributes().isEmpty() ? Map.of() : labels(node);
        return () -> pane().show(record.cdr(), labels);
    }

    private static Map<String, String> labels(Optional<Node> node) {
        var labels = new HashMap<String, String>();
        try {
            if (node.isPresent())
                node.get().cdrs().attributes().forEach(it -> labels.put(it.name(), it.label(Locale.getDefault())));
        } catch (NodeUnavailableException e) {
            // the record is told all the same
        }
        return labels;
    }

    @Override
    void show(SummaryPane made, ShownRecord record) {
        made.show(record.cdr(), Map.of());
    }
}
