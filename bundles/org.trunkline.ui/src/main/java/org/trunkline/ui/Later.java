package org.trunkline.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.eclipse.swt.widgets.Composite;

/**
 * What a view is made of, made by an event of its own after the one that opens the view: an area of many views must not
 * stand still for all of them at once. UI thread only.
 */
public final class Later<V> {
    private final List<Consumer<V>> waiting = new ArrayList<>();
    private Optional<V> made = Optional.empty();

    /** @param make fills the parent; never called where that is disposed before */
    public Later(Composite parent, Supplier<V> make) {
        UiThread.post(parent, () -> {
            V content = make.get();
            parent.layout(true, true);
            made = Optional.of(content);
            waiting.forEach(action -> action.accept(content));
            waiting.clear();
        });
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
