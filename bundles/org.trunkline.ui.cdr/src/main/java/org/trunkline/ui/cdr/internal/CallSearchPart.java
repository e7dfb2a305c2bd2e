package org.trunkline.ui.cdr.internal;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

import jakarta.inject.Inject;

import org.eclipse.e4.ui.di.Focus;
import org.eclipse.e4.ui.di.PersistState;
import org.eclipse.e4.ui.model.application.ui.basic.MPart;
import org.eclipse.e4.ui.workbench.modeling.EPartService;
import org.eclipse.e4.ui.workbench.modeling.EPartService.PartState;
import org.eclipse.e4.ui.workbench.modeling.ESelectionService;
import org.eclipse.jface.viewers.StructuredSelection;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.ui.PartInitException;
import org.eclipse.ui.PlatformUI;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.Formats;
import org.trunkline.ui.Texts;
import org.trunkline.ui.cdr.internal.open.RecordsArea;
import org.trunkline.ui.cdr.internal.open.SearchPlace;
import org.trunkline.ui.cdr.internal.privacy.PrivacyView;
import org.trunkline.ui.cdr.internal.query.SearchTrail.Place;
import org.trunkline.ui.cdr.internal.query.TimeRange;
import org.trunkline.ui.cdr.internal.saved.SavedPlaces;
import org.trunkline.ui.cdr.internal.saved.SavedSearchesView;
import org.trunkline.ui.cdr.internal.search.CallSearchView;
import org.trunkline.ui.cdr.internal.widget.RichText;
import org.trunkline.ui.view.DeferredView;

/** The view that searches call records; what is selected in it is the workbench's selection. */
public final class CallSearchPart implements SearchPlace {
    public static final String ID = RecordsArea.SEARCH_VIEW;
    private static final String TEXTS = "past";
    private static final String RANGE = "range";
    private static final String TEXT = "text";

    private static final Logger LOG = LoggerFactory.getLogger(CallSearchPart.class);

    private final DeferredView<CallSearchView> view;

    @Inject
    public CallSearchPart(Composite parent, ActiveNode active, ESelectionService selection, EPartService parts,
            MPart part) {
        view = new DeferredView<>(parent, () -> new CallSearchView(parent, active, Texts.of(RichText.class),
                Formats.ofPreferences(), InstantSource.system(),
                TimeRange.decode(part.getPersistedState().getOrDefault(RANGE, ""))));
        view.once(made -> begin(made, part.getPersistedState(), selection, parts));
    }

    private static void begin(CallSearchView view, Map<String, String> kept, ESelectionService selection,
            EPartService parts) {
        view.session().trail().restore(kept.getOrDefault(TEXTS, ""));
        view.session().beginAt(new Place(kept.getOrDefault(TEXT, ""), view.session().place().range()));
        view.onSaved(() -> saved().ifPresent(saved -> saved.begin(view.typed())), () -> saved(),
                () -> beside(PrivacyView.ID, PrivacyView.class).ifPresent(privacy -> privacy.beginHold(
                        SavedPlaces.fixed(view.typed(), Instant.now(), Formats.ofPreferences().zone()))));
        view.onOpen(row -> {
            selection.setSelection(new StructuredSelection(row)); // which may still be under way from the keys before
            parts.showPart(CallDetailsPart.ID, PartState.ACTIVATE);
        });
        view.onSelect(rows -> selection.setSelection(new StructuredSelection(rows)));
    }

    @Focus
    void focus() {
        view.once(CallSearchView::setFocus);
    }

    private static Optional<SavedSearchesView> saved() {
        return beside(SavedSearchesView.ID, SavedSearchesView.class);
    }

    private static <V> Optional<V> beside(String id, Class<V> type) {
        var window = PlatformUI.getWorkbench().getActiveWorkbenchWindow();
        try {
            return Optional.of(window.getActivePage().showView(id)).filter(type::isInstance).map(type::cast);
        } catch (PartInitException e) {
            LOG.error("{} cannot be shown", id, e);
            return Optional.empty();
        }
    }

    @PersistState
    void persist(MPart part) {
        view.now().map(CallSearchView::session).ifPresent(session -> {
            Place place = session.place();
            part.getPersistedState().put(TEXT, place.at(place.range()).text());
            part.getPersistedState().put(TEXTS, session.trail().encode());
            if (!place.hasStretch()) // a moment of long ago is not what one begins the day with
                part.getPersistedState().put(RANGE, place.range().encode());
        });
    }

    @Override
    public void show(Place place) {
        view.once(made -> made.show(place));
    }

    DeferredView<CallSearchView> view() {
        return view;
    }
}
