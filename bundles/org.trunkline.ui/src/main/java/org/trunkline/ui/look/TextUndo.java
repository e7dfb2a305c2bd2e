package org.trunkline.ui.look;

import java.util.Optional;

import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Text;
import org.eclipse.swt.widgets.Widget;

/**
 * Undo (Ctrl+Z) and redo (Ctrl+Y, Ctrl+Shift+Z) in all text fields of the desk: GTK's have none. Where no text field has the
 * focus, these keys do what the workbench binds to them. Nothing is kept of passwords. UI thread only.
 */
public final class TextUndo {
    private static final String HISTORY = "org.trunkline.ui.undo";

    private boolean stepping;

    private TextUndo() {}

    /** Before the workbench starts: its own keys come second then. */
    public static void install(Display display) {
        var undo = new TextUndo();
        display.addFilter(SWT.FocusIn, event -> begin(event.widget));
        display.addFilter(SWT.Modify, event -> undo.changed(event.widget));
        display.addFilter(SWT.KeyDown, undo::key);
    }

    /** The fields within show something else: what stood in them before does not come back. */
    public static void forget(Control control) {
        control.setData(HISTORY, null);
        if (control instanceof Composite composite)
            for (Control child : composite.getChildren())
                forget(child);
        if (control.isFocusControl())
            begin(control);
    }

    private static void begin(Widget widget) {
        Field.of(widget).ifPresent(field -> {
            if (!(widget.getData(HISTORY) instanceof UndoHistory history && history.text().equals(field.text())))
                widget.setData(HISTORY, new UndoHistory(field.text()));
        });
    }

    private void changed(Widget widget) {
        if (stepping || !(widget instanceof Control control) || !control.isFocusControl())
            return;
        var field = Field.of(widget);
        if (field.isEmpty())
            widget.setData(HISTORY, null);
        else if (widget.getData(HISTORY) instanceof UndoHistory history)
            history.changed(field.get().text(), field.get().caret());
    }

    private void key(Event event) {
        int modifiers = event.stateMask & SWT.MODIFIER_MASK;
        boolean undo = modifiers == SWT.MOD1 && event.keyCode == 'z';
        boolean redo = modifiers == SWT.MOD1 && event.keyCode == 'y' || modifiers == (SWT.MOD1 | SWT.MOD2) && event.keyCode == 'z';
        if (!undo && !redo || !(event.widget.getData(HISTORY) instanceof UndoHistory history))
            return;
        Field.of(event.widget).ifPresent(field -> {
            stepping = true;
            try {
                (undo ? history.undo() : history.redo()).ifPresent(field::show);
            } finally {
                stepping = false;
            }
            event.doit = false;
            event.type = SWT.None; // nobody else acts on it
        });
    }

    /** What text fields have in common. */
    private sealed interface Field {
        String text();

        int caret();

        void show(UndoHistory.State state);

        /** @return empty where nothing can be typed, and for passwords */
        static Optional<Field> of(Widget widget) {
            return switch (widget) {
                case Text text when text.getEditable() && text.getEchoChar() == '\0' && (text.getStyle() & SWT.PASSWORD) == 0 ->
                    Optional.of(new OfText(text));
                case Combo combo when (combo.getStyle() & SWT.READ_ONLY) == 0 -> Optional.of(new OfCombo(combo));
                case StyledText text when text.getEditable() -> Optional.of(new OfStyledText(text));
                default -> Optional.empty();
            };
        }
    }

    private record OfText(Text control) implements Field {
        @Override
        public String text() {
            return control.getText();
        }

        @Override
        public int caret() {
            return control.getCaretPosition();
        }

        @Override
        public void show(UndoHistory.State state) {
            control.setText(state.text());
            control.setSelection(state.caret());
        }
    }

    private record OfCombo(Combo control) implements Field {
        @Override
        public String text() {
            return control.getText();
        }

        @Override
        public int caret() {
            return control.getCaretPosition();
        }

        @Override
        public void show(UndoHistory.State state) {
            control.setText(state.text());
            control.setSelection(new Point(state.caret(), state.caret()));
        }
    }

    private record OfStyledText(StyledText control) implements Field {
        @Override
        public String text() {
            return control.getText();
        }

        @Override
        public int caret() {
            return control.getCaretOffset();
        }

        @Override
        public void show(UndoHistory.State state) {
            control.setText(state.text());
            control.setCaretOffset(state.caret());
        }
    }
}
