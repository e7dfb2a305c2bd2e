package org.trunkline.ui.cdr.internal.details;

import java.util.Optional;

import org.eclipse.swt.widgets.Composite;
import org.eclipse.ui.PlatformUI;
import org.trunkline.ui.CallCharts;
import org.trunkline.ui.extension.RecordTabSite;
import org.trunkline.ui.extension.ShownRecord;

public final class QualityTab extends PaneTab<QualityPane> {
    @Override
    QualityPane make(Composite parent, RecordTabSite site) {
        return new QualityPane(parent, texts, formats, site.jobs(),
                Optional.ofNullable(PlatformUI.getWorkbench().getService(CallCharts.class)));
    }

    @Override
    void show(QualityPane made, ShownRecord record) {
        made.show(record.cdr(), record.ladder().quality());
    }
}
