package org.trunkline.ui.trunks.internal;

import java.util.Optional;

import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.PartInitException;
import org.eclipse.ui.WorkbenchException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the three views of the perspective to a kind, an entry, a new entry. UI thread only. */
final class Places {
    private static final Logger LOG = LoggerFactory.getLogger(Places.class);

    private Places() {}

    /** Opens the perspective with a new entry in the editor. */
    static void create(IWorkbenchWindow window, Kind kind) {
        open(window).ifPresent(page -> {
            if (page.findView(EntriesView.ID) instanceof EntriesView entries)
                entries.showNone(kind);
            mark(page, kind);
            show(page, EditorView.ID, EditorView.class).ifPresent(editor -> editor.create(kind));
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
        if (page.findView(EntriesView.ID) instanceof EntriesView entries)
            entries.show(kind, key);
        mark(page, kind);
    }

    private static void mark(IWorkbenchPage page, Kind kind) {
        if (page.findView(KindsView.ID) instanceof KindsView kinds)
            kinds.select(kind);
    }

    private static <V> Optional<V> show(IWorkbenchPage page, String id, Class<V> type) {
        try {
            return Optional.of(page.showView(id)).filter(type::isInstance).map(type::cast);
        } catch (PartInitException e) {
            LOG.error("{} cannot be shown", id, e);
            return Optional.empty();
        }
    }
}
