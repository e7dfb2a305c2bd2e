package org.trunkline.ui.form;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.eclipse.swt.widgets.Control;

/**
 * The widgets of one field.
 *
 * @param whole what lies in the grid
 * @param focus where the caret goes
 * @param offer takes the names there are, where the field offers some
 * @param tell takes the lines that the node tells, where it does
 */
record FieldControl(Control whole, Control focus, Supplier<String> get, Consumer<String> set,
        Consumer<List<Offer>> offer, Consumer<List<String>> tell) {
    FieldControl(Control control, Supplier<String> get, Consumer<String> set) {
        this(control, control, get, set, names -> { }, lines -> { });
    }
}
