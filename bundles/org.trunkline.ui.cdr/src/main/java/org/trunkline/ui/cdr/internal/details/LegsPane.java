package org.trunkline.ui.cdr.internal.details;

import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.ui.Formats;
import org.trunkline.ui.NodeJobs;
import org.trunkline.ui.Texts;
import org.trunkline.ui.table.DataTable;

/** The legs of a call. UI thread. */
final class LegsPane {
    private final DataTable<CallTables.Leg> table;

    LegsPane(Composite parent, Texts texts, Formats formats, NodeJobs jobs) {
        table = new DataTable<>(parent, new CallTables(texts, formats).legTable(), jobs);
        table.whenEmpty(texts.get("legs.none"));
        table.hideBar();
    }

    Control control() {
        return table.control();
    }

    void show(Cdr cdr) {
        table.setRows(CallTables.legs(cdr));
    }
}
