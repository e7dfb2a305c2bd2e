package org.trunkline.ui.cdr.internal.details;

import org.eclipse.swt.widgets.Composite;
import org.trunkline.ui.StateText;
import org.trunkline.ui.extension.RecordTabSite;
import org.trunkline.ui.extension.ShownRecord;

public final class WhyTab extends PaneTab<WhyPane> {
    @Override
    WhyPane make(Composite parent, RecordTabSite site) {
        return new WhyPane(parent, texts, new WhyText(texts, formats, StateText.create()));
    }

    @Override
    void show(WhyPane made, ShownRecord record) {
        made.show(record.cdr());
    }

    @Override
    public boolean isNews(ShownRecord before, ShownRecord now) {
        return !before.cdr().why().equals(now.cdr().why());
    }
}
