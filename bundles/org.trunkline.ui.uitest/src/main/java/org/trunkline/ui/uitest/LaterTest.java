package org.trunkline.ui.uitest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.FillLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Shell;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.trunkline.ui.view.DeferredView;

/** A view whose making fails says so and can be tried again. */
class LaterTest {
    private Optional<Shell> shell = Optional.empty();
    private int attempts;

    @AfterEach
    void end() {
        Desk.ui(() -> shell.ifPresent(Shell::dispose));
    }

    private Label fill(Composite parent) {
        var label = new Label(parent, SWT.NONE);
        label.setText("attempt " + ++attempts);
        if (attempts == 1)
            throw new IllegalStateException("no luck");
        return label;
    }

    @Test
    void whatFailsIsSaidAndDoneAgain() {
        var asked = new ArrayList<String>();
        DeferredView<Label> view = Desk.ui(() -> {
            var window = new Shell(Desk.window().getShell());
            shell = Optional.of(window);
            window.setSize(600, 300);
            window.setLayout(new FillLayout());
            window.open();
            return new DeferredView<>(window, () -> fill(window));
        });
        Desk.ui(() -> view.once(label -> asked.add(label.getText())));
        Desk.awaitWords("no luck");
        assertEquals(List.of(), Desk.ui(() -> List.copyOf(asked)));
        Desk.click(Desk.button("Try again"));
        Desk.awaitWords("attempt 2");
        assertEquals(List.of("attempt 2"), Desk.ui(() -> List.copyOf(asked)));
    }
}
