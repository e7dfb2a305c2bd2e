package org.trunkline.ui.cdr.internal.details;

import java.util.Optional;

import org.eclipse.swt.widgets.Composite;
import org.trunkline.ui.cdr.internal.ladder.LadderPane;
import org.trunkline.ui.extension.RecordTabSite;
import org.trunkline.ui.extension.ShownRecord;

public final class LadderTab extends PaneTab<LadderPane> {
    @Override
    LadderPane make(Composite parent, RecordTabSite site) {
        return new LadderPane(parent, site.bar(), texts, formats, site.jobs());
    }

    @Override
    void show(LadderPane made, ShownRecord record) {
        made.show(record.ladder(), Optional.of(record.cdr()));
    }

    @Override
    public boolean setFocus() {
        return pane().canvas().setFocus();
    }

    @Override
    public boolean isNews(ShownRecord before, ShownRecord now) {
        return !before.ladder().entries().equals(now.ladder().entries());
    }
}
