package org.trunkline.ui.trunks.internal.past;

import java.util.Optional;

import org.eclipse.swt.widgets.Composite;
import org.trunkline.api.node.Node;
import org.trunkline.ui.extension.RecordTab;
import org.trunkline.ui.extension.RecordTabSite;
import org.trunkline.ui.extension.ShownRecord;

/** Past configuration, a tab of call details. */
public final class ConfigurationTab implements RecordTab {
    private Optional<ConfigurationPane> pane = Optional.empty();

    @Override
    public void create(Composite parent, RecordTabSite site) {
        pane = Optional.of(new ConfigurationPane(parent, site.jobs()));
    }

    @Override
    public Runnable read(ShownRecord record, Optional<Node> node) {
        return () -> pane.ifPresent(made -> show(made, record));
    }

    private static void show(ConfigurationPane made, ShownRecord record) {
        if (record.fromFile()) {
            made.show(record.call().configuration());
        } else {
            made.show(record.cdr());
            made.read();
        }
    }
}
