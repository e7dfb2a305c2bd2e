package org.trunkline.ui.trunks.internal;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import org.eclipse.jface.viewers.ISelection;
import org.eclipse.jface.viewers.ISelectionChangedListener;
import org.eclipse.jface.viewers.ISelectionProvider;
import org.eclipse.jface.viewers.SelectionChangedEvent;
import org.eclipse.jface.viewers.StructuredSelection;

/** One selection of a view whose table changes. UI thread only. */
final class SwitchedSelection implements ISelectionProvider {
    private final List<ISelectionChangedListener> listeners = new CopyOnWriteArrayList<>();
    private final ISelectionChangedListener relay = event -> tell(event.getSelection());
    private Optional<ISelectionProvider> current = Optional.empty();

    void use(ISelectionProvider next) {
        current.ifPresent(c -> c.removeSelectionChangedListener(relay));
        current = Optional.of(next);
        next.addSelectionChangedListener(relay);
        tell(next.getSelection());
    }

    private void tell(ISelection selection) {
        var event = new SelectionChangedEvent(this, selection);
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
        return current.map(ISelectionProvider::getSelection).orElse(StructuredSelection.EMPTY);
    }

    @Override
    public void setSelection(ISelection selection) {
        current.ifPresent(c -> c.setSelection(selection));
    }
}
