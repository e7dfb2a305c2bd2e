package org.trunkline.ui.table;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.eclipse.jface.viewers.ISelection;
import org.eclipse.jface.viewers.ISelectionChangedListener;
import org.eclipse.jface.viewers.ISelectionProvider;
import org.eclipse.jface.viewers.IStructuredSelection;
import org.eclipse.jface.viewers.SelectionChangedEvent;
import org.eclipse.jface.viewers.StructuredSelection;

/** The selected rows as the workbench wants them. Setting takes keys, not rows. */
final class RowSelection<T> implements ISelectionProvider {
    private final List<ISelectionChangedListener> listeners = new CopyOnWriteArrayList<>();
    private final Supplier<List<T>> selected;
    private final Consumer<List<?>> select;

    RowSelection(Supplier<List<T>> selected, Consumer<List<?>> select) {
        this.selected = selected;
        this.select = select;
    }

    void changed(List<T> rows) {
        var event = new SelectionChangedEvent(this, new StructuredSelection(rows));
        listeners.forEach(l -> l.selectionChanged(event));
    }

    @Override
    public void addSelectionChangedListener(ISelectionChangedListener listener) {
        listeners.add(listener);
    }

    @Override
    public void removeSelectionChangedListener(ISelectionChangedListener listener) {
        listeners.remove(listener);
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
