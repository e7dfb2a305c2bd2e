package org.trunkline.ui.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.eclipse.swt.layout.FillLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.ui.StateText;
import org.trunkline.ui.Texts;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.look.PaneAction;
import org.trunkline.ui.look.StatePane;

/**
 * What a view is made of, made by an event of its own after the one that opens the view: an area of many views must not
 * stand still for all of them at once. UI thread only.
 */
public final class DeferredView<V> {
    private static final Logger LOG = LoggerFactory.getLogger(DeferredView.class);

    private final List<Consumer<V>> waiting = new ArrayList<>();
    private Optional<V> made = Optional.empty();

    /** @param make fills the parent; never called where that is disposed before, called again where it failed */
    public DeferredView(Composite parent, Supplier<V> make) {
        UiThread.post(parent, () -> fill(parent, make));
    }

    /** The border: a bug in a view must not leave an empty pane, so it is broadly caught, logged and shown. */
    private void fill(Composite parent, Supplier<V> make) {
        try {
            V content = make.get();
            parent.layout(true, true);
            made = Optional.of(content);
            waiting.forEach(action -> action.accept(content));
            waiting.clear();
        } catch (RuntimeException | LinkageError e) {
            LOG.error("a view could not be opened", e);
            made = Optional.empty();
            fail(parent, make, e);
        }
    }

    private void fail(Composite parent, Supplier<V> make, Throwable failure) {
        clear(parent);
        parent.setLayout(new FillLayout());
        new StatePane(parent).showEmpty(Texts.of(StateText.class).get("view.failed", failure.toString()),
                new PaneAction(Texts.of(StateText.class).get("pane.retry"), () -> {
                    clear(parent);
                    fill(parent, make);
                }));
        parent.layout(true, true);
    }

    private static void clear(Composite parent) {
        for (Control child : parent.getChildren())
            child.dispose();
    }

    /** Does it now, or as soon as the content is there: for what others ask of a view that they open. */
    public void once(Consumer<V> action) {
        made.ifPresentOrElse(action, () -> waiting.add(action));
    }

    /** Empty where it is not there yet. */
    public Optional<V> now() {
        return made;
    }
}
