package org.trunkline.ui.cdr.internal.details;

import org.eclipse.swt.widgets.Composite;
import org.trunkline.ui.StateText;
import org.trunkline.ui.extension.RecordTabSite;
import org.trunkline.ui.extension.ShownRecord;

public final class SummaryTab extends PaneTab<SummaryPane> {
    @Override
    SummaryPane make(Composite parent, RecordTabSite site) {
        return new SummaryPane(parent, texts, new CallFacts(texts, formats, StateText.create()));
    }

    @Override
    void show(SummaryPane made, ShownRecord record) {
        made.show(record.cdr());
    }
}
