package org.trunkline.ui.table;

import java.util.function.Supplier;

import org.eclipse.nebula.widgets.nattable.NatTable;
import org.eclipse.swt.accessibility.ACC;
import org.eclipse.swt.accessibility.AccessibleAdapter;
import org.eclipse.swt.accessibility.AccessibleControlAdapter;
import org.eclipse.swt.accessibility.AccessibleControlEvent;
import org.eclipse.swt.accessibility.AccessibleEvent;

/** NatTable paints itself, so a screen reader must be told: the table's name, and the selected row in words. */
final class TableAccess {
    private TableAccess() {}

    static void install(NatTable table, TableSpec<?> spec, Supplier<String> spoken) {
        var accessible = table.getAccessible();
        accessible.addAccessibleListener(new AccessibleAdapter() {
            @Override
            public void getName(AccessibleEvent e) {
                e.result = spec.title() + ": " + spoken.get();
            }

            @Override
            public void getDescription(AccessibleEvent e) {
                e.result = spoken.get();
            }
        });
        accessible.addAccessibleControlListener(new AccessibleControlAdapter() {
            @Override
            public void getRole(AccessibleControlEvent e) {
                e.detail = ACC.ROLE_TABLE;
            }

            @Override
            public void getValue(AccessibleControlEvent e) {
                e.result = spoken.get();
            }
        });
    }

    static void moved(NatTable table) {
        if (table.isFocusControl()) {
            table.getAccessible().selectionChanged();
            table.getAccessible().sendEvent(ACC.EVENT_NAME_CHANGED, new Object[] {"", ""});
        }
    }
}
