package org.trunkline.ui.trunks.internal.view;

import java.util.List;
import java.util.Optional;

import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.node.Node;
import org.trunkline.api.node.TrunkStatus;
import org.trunkline.ui.CertificateText;
import org.trunkline.ui.extension.EditedEntry;
import org.trunkline.ui.extension.EditorSection;

/** The certificate that a trunk showed when it was last connected to over TLS. */
public final class CertificateSection implements EditorSection {
    private final CertificateText words = CertificateText.create();
    private Optional<Label> label = Optional.empty();

    @Override
    public void create(Composite parent) {
        label = Optional.of(new Label(parent, SWT.WRAP));
    }

    @Override
    public Runnable read(EditedEntry entry, Optional<Node> node) throws NodeUnavailableException {
        List<String> lines = node.isEmpty() ? List.of() : words.lines(node.get().status().trunks().stream()
                .filter(t -> entry.key().equals(Optional.of(t.name()))).findFirst().flatMap(TrunkStatus::certificate));
        String text = String.join("\n", lines).replace("&", "&&");
        return () -> label.filter(l -> !l.getText().equals(text)).ifPresent(l -> l.setText(text));
    }
}
