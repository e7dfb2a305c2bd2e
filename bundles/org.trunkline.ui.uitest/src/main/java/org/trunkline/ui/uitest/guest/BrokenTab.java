package org.trunkline.ui.uitest.guest;

import java.util.Optional;

import org.eclipse.swt.widgets.Composite;
import org.trunkline.api.node.Node;
import org.trunkline.ui.extension.RecordTab;
import org.trunkline.ui.extension.RecordTabSite;
import org.trunkline.ui.extension.ShownRecord;

/** A tab whose bundle lacks a class. */
public final class BrokenTab implements RecordTab {
    @Override
    public void create(Composite parent, RecordTabSite site) {
        // nothing to draw
    }

    @Override
    public Runnable read(ShownRecord record, Optional<Node> node) {
        throw new NoClassDefFoundError("com/example/Gone");
    }
}
