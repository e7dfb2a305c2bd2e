package org.trunkline.ui.uitest.guest;

import java.util.Optional;

import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.trunkline.api.node.Node;
import org.trunkline.ui.extension.EditedEntry;
import org.trunkline.ui.extension.EditorSection;

/** A section that says which entry is open and which node it asks. */
public final class GuestSection implements EditorSection {
    private Optional<Label> label = Optional.empty();

    @Override
    public void create(Composite parent) {
        label = Optional.of(new Label(parent, SWT.WRAP));
    }

    @Override
    public Runnable read(EditedEntry entry, Optional<Node> node) throws Exception {
        if (entry.key().equals(Optional.of("bo")))
            throw new IllegalStateException("bo is not known to the guest");
        String text = "Guest sees " + entry.kind() + " " + entry.key().orElse("that is new") + " of " + node.map(Node::name).orElse("none");
        return () -> label.ifPresent(l -> l.setText(text));
    }
}
