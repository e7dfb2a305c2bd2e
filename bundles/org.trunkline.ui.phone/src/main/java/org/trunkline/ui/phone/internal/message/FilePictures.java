package org.trunkline.ui.phone.internal.message;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.graphics.ImageData;
import org.eclipse.swt.widgets.Control;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.format.FileMessage;
import org.trunkline.domain.format.FileTypes;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.phone.PhoneFiles;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.phone.internal.desk.DeskPhone;
import org.trunkline.ui.phone.internal.picture.ScaledPicture;

/**
 * Small pictures of the files in conversations, fetched one after the other from the node of their account, and from nowhere else. UI
 * thread only, where not said otherwise.
 */
final class FilePictures {
    private static final Logger LOG = LoggerFactory.getLogger(FilePictures.class);
    private static final int WIDTH = 320;
    private static final int HEIGHT = 220;
    private static final int MOST = 60;
    private static final long MOST_PIXELS = 40_000_000;

    private record Wanted(String account, FileMessage file) {}

    private final Control control;
    private final DeskPhone phone;
    private final Runnable changed;
    private final Map<String, Image> pictures = new LinkedHashMap<>();
    /** That cannot be shown. */
    private final Set<String> without = new HashSet<>();
    private final Deque<Wanted> waiting = new ArrayDeque<>();
    private Optional<Wanted> fetched = Optional.empty();

    /** @param control whose end is theirs @param changed told when there is another picture */
    FilePictures(Control control, DeskPhone phone, Runnable changed) {
        this.control = control;
        this.phone = phone;
        this.changed = changed;
        control.addDisposeListener(e -> {
            waiting.clear();
            pictures.values().forEach(Image::dispose);
            pictures.clear();
        });
    }

    /** The picture of a file; empty where it is none, or is fetched first. */
    Optional<Image> of(String account, FileMessage file) {
        var known = Optional.ofNullable(pictures.get(file.url()));
        boolean fetch = known.isEmpty() && FileTypes.isPicture(file.type()) && file.bytes() <= PhoneFiles.MOST_SHOWN && !without.contains(file.url())
                && phone.files().filter(files -> files.isOwn(account, file)).isPresent();
        if (fetch && Stream.concat(fetched.stream(), waiting.stream()).noneMatch(it -> it.file().url().equals(file.url()))) {
            waiting.push(new Wanted(account, file)); // the newest first
            next();
        }
        return known;
    }

    private void next() {
        if (fetched.isPresent() || waiting.isEmpty() || control.isDisposed())
            return;
        var wanted = waiting.pop();
        var files = phone.files();
        if (files.isEmpty())
            return;
        try {
            var to = Files.createTempFile("trunkline-picture", ".tmp");
            fetched = Optional.of(wanted);
            files.get().download(wanted.account(), wanted.file(), to, PhoneFiles.MOST_SHOWN, new PhoneFiles.Listener() {
                @Override
                public void progress(double share) {
                    // it is small
                }

                @Override
                public void done(FileMessage file) {
                    var picture = Optional.<ImageData>empty();
                    try {
                        picture = decoded(to);
                    } finally {
                        over(wanted, picture); // also where its memory is not enough: the next one is fetched
                    }
                }

                @Override
                public void failed(LocalizableText why) {
                    delete(to);
                    over(wanted, Optional.empty());
                }
            });
        } catch (IOException e) {
            LOG.warn("pictures of messages cannot be shown: {}", e.getMessage());
            without.add(wanted.file().url());
        }
    }

    /** On a thread of the transfer. */
    private void over(Wanted wanted, Optional<ImageData> picture) {
        UiThread.post(control, () -> {
            fetched = Optional.empty();
            if (picture.isPresent())
                keep(wanted.file().url(), new Image(control.getDisplay(), picture.get()));
            else
                without.add(wanted.file().url());
            next();
        });
    }

    private void keep(String url, Image picture) {
        Optional.ofNullable(pictures.put(url, picture)).ifPresent(Image::dispose);
        if (pictures.size() > MOST) {
            var eldest = pictures.keySet().iterator().next();
            without.add(eldest);
            pictures.remove(eldest).dispose();
        }
        changed.run();
    }

    /** Off the UI thread. Deletes the file. */
    private static Optional<ImageData> decoded(Path file) {
        try {
            return Optional.of(ScaledPicture.of(Files.readAllBytes(file), MOST_PIXELS, WIDTH, HEIGHT));
        } catch (IOException e) {
            LOG.debug("a picture cannot be shown", e);
            return Optional.empty();
        } finally {
            delete(file);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.debug("a temporary file stays", e);
        }
    }
}
