package org.trunkline.ui.internal.area;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.eclipse.e4.core.services.events.IEventBroker;
import org.eclipse.e4.ui.model.application.ui.MElementContainer;
import org.eclipse.e4.ui.model.application.ui.MUIElement;
import org.eclipse.e4.ui.model.application.ui.advanced.MPerspective;
import org.eclipse.e4.ui.model.application.ui.advanced.MPerspectiveStack;
import org.eclipse.e4.ui.model.application.ui.basic.MPartSashContainer;
import org.eclipse.e4.ui.model.application.ui.basic.MPartSashContainerElement;
import org.eclipse.e4.ui.model.application.ui.basic.MWindow;
import org.eclipse.e4.ui.workbench.UIEvents;
import org.eclipse.e4.ui.workbench.modeling.EModelService;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.ui.IWorkbenchWindow;
import org.osgi.service.event.Event;
import org.trunkline.ui.UiThread;

/**
 * Opens an area, the first time since the start, one pane per event: the workbench makes all of it in one, for which the
 * window stands still. Until their turn comes the other panes are kept out of the presentation; they come before any is
 * filled, so that nothing jumps. An area that is open already, or has been put in order anew, is left to the workbench.
 * UI thread only.
 */
public final class AreaOpening {
    /** On what waits for its turn: should it be stored like that, the next start puts it right. */
    private static final String WAITS = "org.trunkline.ui.waits";

    private final Shell shell;
    private final Map<MPerspective, Deque<MUIElement>> waiting = new HashMap<>();

    private AreaOpening(Shell shell) {
        this.shell = shell;
    }

    /** Sees to all areas that are opened from now on. */
    public static void watch(IWorkbenchWindow window) {
        var opening = new AreaOpening(window.getShell());
        var areas = window.getService(EModelService.class).findElements(window.getService(MWindow.class), null,
                MPerspective.class);
        areas.forEach(AreaOpening::showAll);
        areas.stream().filter(area -> area.getWidget() == null).forEach(opening::keepBack);
        var events = window.getService(IEventBroker.class);
        events.subscribe(UIEvents.ElementContainer.TOPIC_CHILDREN, opening::added);
        events.subscribe(UIEvents.ElementContainer.TOPIC_SELECTEDELEMENT, opening::chosen);
    }

    private static void showAll(MUIElement element) {
        if (element.getTags().contains(WAITS))
            show(element);
        if (element instanceof MElementContainer<?> container)
            List.copyOf(container.getChildren()).forEach(AreaOpening::showAll);
    }

    private static void show(MUIElement element) {
        element.getTags().remove(WAITS);
        element.setToBeRendered(true);
    }

    /** A new area: the workbench chooses it next, which makes what it shows. */
    private void added(Event event) {
        if (event.getProperty(UIEvents.EventTags.ELEMENT) instanceof MPerspectiveStack && UIEvents.isADD(event))
            for (Object area : UIEvents.asIterable(event, UIEvents.EventTags.NEW_VALUE))
                if (area instanceof MPerspective made && made.getWidget() == null)
                    keepBack(made);
    }

    private void chosen(Event event) {
        if (event.getProperty(UIEvents.EventTags.NEW_VALUE) instanceof MPerspective area && waiting.containsKey(area))
            waiting.get(area).forEach(_ -> post(area)); // all at once: before what their making posts
    }

    private void post(MPerspective area) {
        UiThread.post(shell, () -> next(area));
    }

    private void next(MPerspective area) {
        Deque<MUIElement> panes = waiting.getOrDefault(area, new ArrayDeque<>());
        if (panes.isEmpty() || area.getParent() == null || area.getParent().getSelectedElement() != area)
            return; // left meanwhile: goes on when it is seen again
        MUIElement pane = panes.poll();
        var inside = new ArrayDeque<MUIElement>();
        if (!pane.isToBeRendered()) // else somebody has asked for it by now
            keepBack(pane, inside);
        show(pane);
        panes.addAll(inside);
        inside.forEach(_ -> post(area));
        if (panes.isEmpty())
            waiting.remove(area);
    }

    private void keepBack(MPerspective area) {
        var panes = new ArrayDeque<MUIElement>();
        area.getChildren().forEach(child -> keepBack(child, panes));
        if (!panes.isEmpty())
            waiting.put(area, panes);
    }

    /** All but one pane, so that there is something to give the focus to. */
    private static void keepBack(MUIElement element, Deque<MUIElement> panes) {
        if (!(element instanceof MPartSashContainer sash))
            return;
        List<MPartSashContainerElement> shown = sash.getChildren().stream().filter(AreaOpening::isShown).toList();
        if (shown.isEmpty())
            return;
        MUIElement first = shown.contains(sash.getSelectedElement()) ? sash.getSelectedElement() : shown.getFirst();
        shown.stream().filter(pane -> pane != first).forEach(pane -> {
            pane.getTags().add(WAITS);
            pane.setToBeRendered(false);
            panes.add(pane);
        });
        keepBack(first, panes);
    }

    private static boolean isShown(MUIElement pane) {
        return pane.isToBeRendered() && pane.isVisible() && pane.getWidget() == null;
    }
}
