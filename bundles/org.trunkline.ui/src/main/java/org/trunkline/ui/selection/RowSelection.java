package org.trunkline.ui.selection;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.eclipse.jface.viewers.ISelection;
import org.eclipse.jface.viewers.IStructuredSelection;
import org.eclipse.jface.viewers.StructuredSelection;

/** The selected rows as the workbench wants them. Setting takes keys, not rows. */
public final class RowSelection<T> extends Selections {
    private final Supplier<List<T>> selected;
    private final Consumer<List<?>> select;

    public RowSelection(Supplier<List<T>> selected, Consumer<List<?>> select) {
        this.selected = selected;
        this.select = select;
    }

    public void changed(List<T> rows) {
        tell(new StructuredSelection(rows));
    }

    @Override
    public ISelection getSelection() {
        return new StructuredSelection(selected.get());
    }

    @Override
    public void setSelection(ISelection selection) {
        if (selection instanceof IStructuredSelection keys)
            select.accept(keys.toList());
    }
}
