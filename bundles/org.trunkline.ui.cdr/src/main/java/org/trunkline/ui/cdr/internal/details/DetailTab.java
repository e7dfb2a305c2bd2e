package org.trunkline.ui.cdr.internal.details;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.CTabFolder;
import org.eclipse.swt.custom.CTabItem;
import org.eclipse.swt.widgets.Control;

/**
 * One tab of what is told of a call, made when it is first chosen and filled while it is: all of them at once would let
 * the desk stand still. UI thread.
 */
final class DetailTab<P> {
    private final CTabItem item;
    private final Supplier<P> make;
    private final Function<P, Control> control;
    private Optional<P> pane = Optional.empty();
    private Optional<Consumer<P>> due = Optional.empty();

    DetailTab(CTabFolder tabs, String text, Supplier<P> make, Function<P, Control> control) {
        item = new CTabItem(tabs, SWT.NONE);
        item.setText(text);
        this.make = make;
        this.control = control;
    }

    /** What it is to show, once it is chosen. */
    void show(Consumer<P> fill) {
        due = Optional.of(fill);
    }

    /** Shows what it is to show. @return empty where there was never anything */
    Optional<P> chosen() {
        due.ifPresent(fill -> {
            due = Optional.empty();
            fill.accept(pane.orElseGet(this::made));
        });
        return pane;
    }

    private P made() {
        P made = make.get();
        pane = Optional.of(made);
        item.setControl(control.apply(made));
        return made;
    }

    /** Empty where it was never chosen. */
    Optional<P> pane() {
        return pane;
    }
}
