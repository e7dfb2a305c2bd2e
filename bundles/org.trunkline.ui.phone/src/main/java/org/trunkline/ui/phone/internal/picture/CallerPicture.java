package org.trunkline.ui.phone.internal.picture;

import java.io.IOException;
import java.util.Optional;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.graphics.ImageData;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.eclipse.ui.PlatformUI;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.look.InLayout;
import org.trunkline.ui.phone.internal.desk.CallerContacts;

/** The picture of the contact with a number; it takes no room until there is one. UI thread only. */
public final class CallerPicture {
    private static final Logger LOG = LoggerFactory.getLogger(CallerPicture.class);
    private static final int SIZE = 48;
    private static final long MOST_PIXELS = 4_000_000;

    private final Label label;
    private final CallerContacts callers;
    private final Runnable arrange;

    /** @param parent with a grid @param arrange lays out what is around it */
    public CallerPicture(Composite parent, CallerContacts callers, Runnable arrange) {
        this.callers = callers;
        this.arrange = arrange;
        label = new Label(parent, SWT.NONE);
        label.setVisible(false);
        GridDataFactory.swtDefaults().exclude(true).applyTo(label);
    }

    public Control control() {
        return label;
    }

    /** Asks for it, once. */
    public void ask(String number) {
        var active = PlatformUI.getWorkbench().getService(ActiveNode.class);
        callers.ask(() -> !label.isDisposed(), contacts -> contacts.picture(number, active.node()).flatMap(CallerPicture::decoded),
                data -> UiThread.post(label, () -> show(data)));
    }

    private static Optional<ImageData> decoded(byte[] file) {
        try {
            return Optional.of(ScaledPicture.of(file, MOST_PIXELS, SIZE, SIZE));
        } catch (IOException e) {
            LOG.debug("a contact's picture cannot be shown", e);
            return Optional.empty();
        }
    }

    private void show(ImageData data) {
        var image = new Image(label.getDisplay(), data);
        label.addListener(SWT.Dispose, e -> image.dispose());
        label.setImage(image);
        InLayout.show(label, true);
        arrange.run();
    }
}
