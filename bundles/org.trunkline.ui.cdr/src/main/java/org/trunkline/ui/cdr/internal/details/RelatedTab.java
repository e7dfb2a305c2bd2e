package org.trunkline.ui.cdr.internal.details;

import org.eclipse.swt.widgets.Composite;
import org.trunkline.ui.extension.RecordTabSite;
import org.trunkline.ui.extension.ShownRecord;

public final class RelatedTab extends PaneTab<RelatedPane> {
    @Override
    RelatedPane make(Composite parent, RecordTabSite site) {
        return new RelatedPane(parent, texts, formats, site.jobs(), site::showCalls);
    }

    @Override
    void show(RelatedPane made, ShownRecord record) {
        made.show(record.cdr(), !record.fromFile());
        made.count();
    }
}
