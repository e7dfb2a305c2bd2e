package org.trunkline.ui.cdr.internal;

import java.util.Optional;

import jakarta.inject.Inject;

import org.eclipse.e4.ui.di.Focus;
import org.eclipse.e4.ui.di.PersistState;
import org.eclipse.e4.ui.model.application.ui.basic.MPart;
import org.eclipse.e4.ui.workbench.modeling.ESelectionService;
import org.eclipse.e4.ui.workbench.modeling.ISelectionListener;
import org.eclipse.jface.viewers.IStructuredSelection;
import org.eclipse.swt.widgets.Composite;
import org.trunkline.api.cdr.CdrRow;
import org.trunkline.domain.call.LiveCall;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.Formats;
import org.trunkline.ui.Texts;
import org.trunkline.ui.cdr.internal.details.CallDetailsView;
import org.trunkline.ui.cdr.internal.widget.RichText;
import org.trunkline.ui.search.CdrNavigator;
import org.trunkline.ui.view.DeferredView;

/** The view of one call; it follows the call record selected anywhere in the window. */
public final class CallDetailsPart {
    public static final String ID = "org.trunkline.ui.cdr.details";

    private static final String TAB = "tab";

    private final DeferredView<CallDetailsView> view;

    @Inject
    public CallDetailsPart(Composite parent, ActiveNode active, ESelectionService selection, CdrNavigator calls,
            MPart part) {
        view = new DeferredView<>(parent, () -> new CallDetailsView(parent, active, Texts.of(RichText.class),
                Formats.ofPreferences(), part::setLabel, calls::showCalls));
        view.once(v -> v.selectTab(Integer.parseInt(part.getPersistedState().getOrDefault(TAB, "0"))));
        ISelectionListener listener = (source, selected) -> follow(selected);
        selection.addSelectionListener(listener);
        ISelectionListener searched = (source, selected) -> followSearch(selected);
        selection.addSelectionListener(CallSearchPart.ID, searched); // also while this part is the active one
        parent.addDisposeListener(e -> {
            selection.removeSelectionListener(listener);
            selection.removeSelectionListener(CallSearchPart.ID, searched);
        });
        follow(selection.getSelection(CallSearchPart.ID));
        follow(selection.getSelection()); // of the active part, where this one is opened for a call that was selected before
    }

    private void follow(Object selected) {
        if (!(selected instanceof IStructuredSelection rows))
            return;
        if (rows.getFirstElement() instanceof CdrRow row)
            view.once(v -> v.show(Optional.of(row.id())));
        else if (rows.getFirstElement() instanceof LiveCall call)
            view.once(v -> v.follow(call.id()));
    }

    /** What is selected in the search itself: where that is nothing, no call is shown. */
    private void followSearch(Object selected) {
        if (selected instanceof IStructuredSelection rows && rows.isEmpty())
            view.once(v -> v.show(Optional.empty()));
        else
            follow(selected);
    }

    DeferredView<CallDetailsView> view() {
        return view;
    }

    @PersistState
    void persist(MPart part) {
        view.now().ifPresent(v -> part.getPersistedState().put(TAB, String.valueOf(v.selectedTab())));
    }

    @Focus
    void focus() {
        view.once(CallDetailsView::setFocus);
    }
}
