package org.trunkline.ui.uitest.guest;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.ImageData;
import org.eclipse.swt.graphics.ImageLoader;
import org.eclipse.swt.graphics.PaletteData;
import org.trunkline.api.node.Node;
import org.trunkline.ui.extension.Contact;
import org.trunkline.ui.extension.ContactSource;

/** An address book with one contact, who has a picture. */
public final class GuestContacts implements ContactSource {
    public static final String NUMBER = "+46709999999";
    private static final int SIDE = 96;

    @Override
    public List<Contact> search(String text, int most, Optional<Node> node) {
        return List.of();
    }

    @Override
    public Optional<Contact> find(String number, Optional<Node> node) {
        return number.equals(NUMBER) ? Optional.of(new Contact("Guest", NUMBER, "")) : Optional.empty();
    }

    @Override
    public Optional<byte[]> picture(String number, Optional<Node> node) {
        if (!number.equals(NUMBER))
            return Optional.empty();
        var loader = new ImageLoader();
        loader.data = new ImageData[] {new ImageData(SIDE, SIDE, 24, new PaletteData(0xff0000, 0xff00, 0xff))};
        var file = new ByteArrayOutputStream();
        loader.save(file, SWT.IMAGE_PNG);
        return Optional.of(file.toByteArray());
    }
}
