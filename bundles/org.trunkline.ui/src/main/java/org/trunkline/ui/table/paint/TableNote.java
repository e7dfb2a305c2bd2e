package org.trunkline.ui.table.paint;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.trunkline.ui.Texts;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.look.NativeLook;
import org.trunkline.ui.look.Palette;

/** The line below a table that says what became of a copy or an export; there only while it has something to say. UI thread only. */
public final class TableNote {
    private static final int SHOWN_MS = 10_000;

    private final Composite line;
    private final Label says;
    private final Button again;
    private Runnable retry = () -> { };
    private boolean bad;
    private int turn;

    public TableNote(Composite parent, Texts texts) {
        line = new Composite(parent, SWT.NONE);
        GridLayoutFactory.fillDefaults().numColumns(3).margins(8, 3).spacing(8, 0).applyTo(line);
        GridDataFactory.fillDefaults().grab(true, false).exclude(true).applyTo(line);
        line.setVisible(false);
        says = new Label(line, SWT.WRAP);
        GridDataFactory.fillDefaults().grab(true, false).align(SWT.FILL, SWT.CENTER).applyTo(says);
        again = button(texts.get("table.again"), () -> retry.run());
        button(texts.get("table.close"), this::hide);
        Palette.follow(says, palette -> says.setForeground(bad ? palette.bad() : palette.foreground()));
    }

    private Button button(String label, Runnable action) {
        var button = NativeLook.of(new Button(line, SWT.PUSH));
        button.setText(label);
        GridDataFactory.swtDefaults().applyTo(button);
        button.addListener(SWT.Selection, e -> action.run());
        return button;
    }

    /** Goes by itself after a time. */
    public void say(String text) {
        show(text, false);
        int mine = turn;
        UiThread.later(line, SHOWN_MS, () -> {
            if (mine == turn)
                hide();
        });
    }

    /** Stays until it is closed or tried again. */
    public void sayFailed(String text, Runnable tryAgain) {
        retry = tryAgain;
        show(text, true);
    }

    private void show(String text, boolean failed) {
        turn++;
        bad = failed;
        var palette = Palette.of(says.getDisplay());
        says.setForeground(bad ? palette.bad() : palette.foreground());
        says.setText(text.replace("&", "&&"));
        again.setVisible(failed);
        ((GridData) again.getLayoutData()).exclude = !failed;
        visible(true);
    }

    private void hide() {
        turn++;
        visible(false);
    }

    private void visible(boolean visible) {
        line.setVisible(visible);
        ((GridData) line.getLayoutData()).exclude = !visible;
        line.getParent().layout(true, true);
    }
}
