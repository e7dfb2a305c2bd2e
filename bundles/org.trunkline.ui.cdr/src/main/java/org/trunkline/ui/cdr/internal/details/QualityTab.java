package org.trunkline.ui.cdr.internal.details;

import java.util.Map;
import java.util.Optional;

import org.eclipse.swt.widgets.Composite;
import org.eclipse.ui.PlatformUI;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.node.Node;
import org.trunkline.domain.quality.CodecImpairment;
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
    public Runnable read(ShownRecord record, Optional<Node> node) {
        var codecs = codecs(node);
        return () -> pane().show(record.cdr(), record.ladder().quality(), codecs);
    }

    @Override
    void show(QualityPane made, ShownRecord record) {
        made.show(record.cdr(), record.ladder().quality(), CodecImpairment.standard());
    }

    /** What the node rates by, plug-ins' figures included; without a node the figures of the product. */
    private static Map<String, CodecImpairment> codecs(Optional<Node> node) {
        try {
            return node.isPresent() ? node.get().codecs() : CodecImpairment.standard();
        } catch (NodeUnavailableException e) {
            return CodecImpairment.standard(); // the record is there all the same
        }
    }

    @Override
    public boolean isNews(ShownRecord before, ShownRecord now) {
        return true;
    }
}
