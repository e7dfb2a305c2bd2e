package org.trunkline.ui.trunks.internal.view;

import java.util.Map;
import java.util.Optional;

import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.PartInitException;
import org.eclipse.ui.WorkbenchException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.ui.trunks.internal.model.Kind;

/** Brings the three views of the perspective to a kind, an entry, a new entry. UI thread only. */
final class EditorNavigation {
    private static final Logger LOG = LoggerFactory.getLogger(EditorNavigation.class);

    private EditorNavigation() {}

    /** Opens the perspective with a new entry in the editor. @param values what some of its fields begin with */
    static void create(IWorkbenchWindow window, Kind kind, Map<String, String> values) {
        open(window).ifPresent(page -> {
            there(page, EntriesView.ID, EntriesView.class).ifPresent(entries -> entries.showNone(kind));
            mark(page, kind);
            show(page, EditorView.ID, EditorView.class).ifPresent(editor -> editor.create(kind, values));
        });
    }

    /** Opens the perspective on an entry. */
    static void edit(IWorkbenchWindow window, Kind kind, String key) {
        open(window).ifPresent(page -> {
            choose(page, kind, Optional.of(key));
            show(page, EditorView.ID, EditorView.class);
        });
    }

    /** Selects an entry in the table, now or once it is there. */
    static void reveal(IWorkbenchPage page, Kind kind, String key) {
        choose(page, kind, Optional.of(key));
    }

    private static Optional<IWorkbenchPage> open(IWorkbenchWindow window) {
        try {
            return Optional.of(window.getWorkbench().showPerspective(TrunksPerspective.ID, window));
        } catch (WorkbenchException e) {
            LOG.error("Trunks and Numbers cannot be shown", e);
            return Optional.empty();
        }
    }

    private static void choose(IWorkbenchPage page, Kind kind, Optional<String> key) {
        there(page, EntriesView.ID, EntriesView.class).ifPresent(entries -> entries.show(kind, key));
        mark(page, kind);
    }

    private static void mark(IWorkbenchPage page, Kind kind) {
        there(page, KindsView.ID, KindsView.class).ifPresent(kinds -> kinds.select(kind));
    }

    private static <V> Optional<V> show(IWorkbenchPage page, String id, Class<V> type) {
        return view(page, id, type, IWorkbenchPage.VIEW_ACTIVATE);
    }

    /**
     * The panes of an area that opens come one by one: the one asked for now. One that is there is not brought up: beside
     * a maximized editor it would come to lie over it.
     */
    private static <V> Optional<V> there(IWorkbenchPage page, String id, Class<V> type) {
        return Optional.ofNullable(page.findView(id)).filter(type::isInstance).map(type::cast)
                .or(() -> view(page, id, type, IWorkbenchPage.VIEW_VISIBLE));
    }

    private static <V> Optional<V> view(IWorkbenchPage page, String id, Class<V> type, int mode) {
        try {
            return Optional.of(page.showView(id, null, mode)).filter(type::isInstance).map(type::cast);
        } catch (PartInitException e) {
            LOG.error("{} cannot be shown", id, e);
            return Optional.empty();
        }
    }
}
