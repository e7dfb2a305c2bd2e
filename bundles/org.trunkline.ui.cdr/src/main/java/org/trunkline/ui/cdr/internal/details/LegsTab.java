package org.trunkline.ui.cdr.internal.details;

import org.eclipse.swt.widgets.Composite;
import org.trunkline.ui.extension.RecordTabSite;
import org.trunkline.ui.extension.ShownRecord;

public final class LegsTab extends PaneTab<LegsPane> {
    @Override
    LegsPane make(Composite parent, RecordTabSite site) {
        return new LegsPane(parent, texts, formats, site.jobs());
    }

    @Override
    void show(LegsPane made, ShownRecord record) {
        made.show(record.cdr());
    }

    @Override
    public boolean isNews(ShownRecord before, ShownRecord now) {
        return true;
    }
}
