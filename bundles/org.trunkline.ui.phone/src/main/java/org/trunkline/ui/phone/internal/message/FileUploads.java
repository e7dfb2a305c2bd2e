package org.trunkline.ui.phone.internal.message;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.ProgressBar;
import org.trunkline.domain.format.FileMessage;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.phone.PhoneException;
import org.trunkline.phone.PhoneFiles;
import org.trunkline.phone.message.ConversationKey;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.look.AccessibleName;
import org.trunkline.ui.look.InLayout;
import org.trunkline.ui.look.NativeLook;
import org.trunkline.ui.phone.internal.desk.DeskPhone;

/** Sends files one after the other, and shows how far the one under way is. UI thread only. */
final class FileUploads {
    private static final int WHOLE = 100;

    /** @param target number, user name or group that it goes to */
    record Upload(String account, String target, Path file) {}

    private final DeskPhone phone;
    private final MessageText words;
    private final Composite row;
    private final Label name;
    private final ProgressBar bar;
    private final Consumer<ConversationKey> sent;
    private final Consumer<String> refused;
    private final Runnable layout;
    private final Deque<Upload> waiting = new ArrayDeque<>();
    private Optional<PhoneFiles.Transfer> running = Optional.empty();
    private int shown;

    /** @param sent told the conversation of each file that was sent @param refused told why one was not @param layout of what is around the row */
    FileUploads(Composite parent, DeskPhone phone, MessageText words, Consumer<ConversationKey> sent, Consumer<String> refused, Runnable layout) {
        this.phone = phone;
        this.words = words;
        this.sent = sent;
        this.refused = refused;
        this.layout = layout;
        row = new Composite(parent, SWT.NONE);
        GridLayoutFactory.fillDefaults().numColumns(3).applyTo(row);
        GridDataFactory.fillDefaults().grab(true, false).exclude(true).applyTo(row);
        name = new Label(row, SWT.NONE);
        GridDataFactory.fillDefaults().align(SWT.BEGINNING, SWT.CENTER).applyTo(name);
        bar = new ProgressBar(row, SWT.HORIZONTAL);
        bar.setMaximum(WHOLE);
        bar.setData("field", "message.upload");
        GridDataFactory.fillDefaults().grab(true, false).align(SWT.FILL, SWT.CENTER).applyTo(bar);
        var cancel = NativeLook.of(new Button(row, SWT.PUSH));
        cancel.setText(words.texts().get("file.cancel"));
        cancel.addListener(SWT.Selection, e -> cancel());
        row.setVisible(false);
        row.addDisposeListener(e -> running.ifPresent(PhoneFiles.Transfer::cancel));
    }

    void add(List<Upload> uploads) {
        waiting.addAll(uploads);
        next();
    }

    private void next() {
        if (running.isPresent())
            return;
        var upload = waiting.poll();
        InLayout.show(row, upload != null);
        layout.run();
        if (upload == null)
            return;
        String file = String.valueOf(upload.file().getFileName());
        name.setText(file.replace("&", "&&"));
        AccessibleName.of(bar, words.texts().get("file.sending", file));
        show(0);
        refused.accept("");
        layout.run();
        running = phone.files().map(files -> files.upload(upload.account(), upload.file(), listener(upload)));
        if (running.isEmpty())
            waiting.clear();
    }

    private PhoneFiles.Listener listener(Upload upload) {
        return new PhoneFiles.Listener() {
            private int told;

            @Override
            public void progress(double share) {
                int now = (int) (share * WHOLE);
                if (now == told)
                    return;
                told = now;
                UiThread.post(row, () -> show(now));
            }

            @Override
            public void done(FileMessage file) {
                UiThread.post(row, () -> {
                    running = Optional.empty();
                    send(upload, file);
                    next();
                });
            }

            @Override
            public void failed(LocalizableText why) {
                UiThread.post(row, () -> over(words.said().of(why)));
            }
        };
    }

    private void show(int percent) {
        shown = percent;
        bar.setSelection(shown);
    }

    private void send(Upload upload, FileMessage file) {
        try {
            sent.accept(phone.send(upload.account(), upload.target(), file));
        } catch (PhoneException e) {
            refused.accept(words.said().of(e.text()));
        }
    }

    /** The rest is not sent either: what is refused once is mostly refused again. */
    private void over(String why) {
        running = Optional.empty();
        waiting.clear();
        next();
        refused.accept(why);
    }

    private void cancel() {
        running.ifPresent(PhoneFiles.Transfer::cancel);
        over(words.texts().get("file.cancelled"));
    }
}
