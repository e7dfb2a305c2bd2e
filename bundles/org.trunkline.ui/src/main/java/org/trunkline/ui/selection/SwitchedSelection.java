package org.trunkline.ui.selection;

import java.util.Optional;

import org.eclipse.jface.viewers.ISelection;
import org.eclipse.jface.viewers.ISelectionChangedListener;
import org.eclipse.jface.viewers.ISelectionProvider;
import org.eclipse.jface.viewers.StructuredSelection;

/** One selection of a view whose table comes later, or changes. UI thread only. */
public final class SwitchedSelection extends Selections {
    private final ISelectionChangedListener relay = event -> tell(event.getSelection());
    private Optional<ISelectionProvider> current = Optional.empty();

    public void use(ISelectionProvider next) {
        current.ifPresent(c -> c.removeSelectionChangedListener(relay));
        current = Optional.of(next);
        next.addSelectionChangedListener(relay);
        tell(next.getSelection());
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
