package org.trunkline.ui.cdr.internal.details;

import java.util.Optional;

import org.eclipse.swt.widgets.Composite;
import org.trunkline.api.node.Node;
import org.trunkline.ui.Formats;
import org.trunkline.ui.Texts;
import org.trunkline.ui.cdr.internal.widget.RichText;
import org.trunkline.ui.extension.RecordTab;
import org.trunkline.ui.extension.RecordTabSite;
import org.trunkline.ui.extension.ShownRecord;

/** A tab of ours: a pane that shows what has been read with the call. */
abstract class PaneTab<P> implements RecordTab {
    final Texts texts = Texts.of(RichText.class);
    final Formats formats = Formats.ofPreferences();
    private Optional<P> pane = Optional.empty();

    @Override
    public final void create(Composite parent, RecordTabSite site) {
        pane = Optional.of(make(parent, site));
    }

    abstract P make(Composite parent, RecordTabSite site);

    @Override
    public Runnable read(ShownRecord record, Optional<Node> node) {
        return () -> show(pane(), record);
    }

    abstract void show(P made, ShownRecord record);

    final P pane() {
        return pane.orElseThrow(() -> new IllegalStateException("the tab has not been created"));
    }
}
