package org.trunkline.ui.phone.internal.account;

import java.io.IOException;

import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.trunkline.ui.Texts;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.look.NativeLook;
import org.trunkline.ui.phone.internal.link.LinkRegistration;
import org.trunkline.ui.phone.internal.words.PhoneWords;

/** A button that lets links of other programs call with this desk, and what came of it. UI thread only. */
final class LinksRow {
    private static final int WIDTH = 340;

    private final Texts texts = PhoneWords.texts();
    private final Button open;
    private final Label said;

    LinksRow(Composite parent, LinkRegistration registration) {
        var row = new Composite(parent, SWT.NONE);
        GridLayoutFactory.fillDefaults().spacing(8, 6).applyTo(row);
        GridDataFactory.fillDefaults().span(2, 1).grab(true, false).applyTo(row);
        open = NativeLook.of(new Button(row, SWT.PUSH));
        open.setText(texts.get("links.open"));
        open.setToolTipText(texts.get("links.open.tip"));
        open.addListener(SWT.Selection, e -> register(registration));
        said = new Label(row, SWT.WRAP);
        GridDataFactory.fillDefaults().hint(WIDTH, SWT.DEFAULT).grab(true, false).applyTo(said);
    }

    private void register(LinkRegistration registration) {
        open.setEnabled(false);
        var job = Job.create(texts.get("links.open"), monitor -> {
            String words;
            try {
                registration.register();
                words = texts.get("links.done");
            } catch (IOException | RuntimeException e) { // a boundary: the button comes back whatever happened
                words = texts.get("links.failed", String.valueOf(e.getMessage()));
            }
            String shown = words;
            UiThread.post(said, () -> {
                open.setEnabled(true);
                said.setText(shown.replace("&", "&&"));
                said.requestLayout();
            });
            return Status.OK_STATUS;
        });
        job.setSystem(true);
        job.schedule();
    }
}
