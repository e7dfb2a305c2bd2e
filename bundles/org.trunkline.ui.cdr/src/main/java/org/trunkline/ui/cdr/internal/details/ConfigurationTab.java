package org.trunkline.ui.cdr.internal.details;

import org.eclipse.swt.widgets.Composite;
import org.trunkline.ui.extension.RecordTabSite;
import org.trunkline.ui.extension.ShownRecord;

public final class ConfigurationTab extends PaneTab<ConfigurationPane> {
    @Override
    ConfigurationPane make(Composite parent, RecordTabSite site) {
        return new ConfigurationPane(parent, texts, formats, site.jobs());
    }

    @Override
    void show(ConfigurationPane made, ShownRecord record) {
        if (record.fromFile()) {
            made.show(record.call().configuration());
        } else {
            made.show(record.cdr());
            made.read();
        }
    }
}
