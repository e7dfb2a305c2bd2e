package org.trunkline.ui.phone.internal.message;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

import org.eclipse.swt.SWT;
import org.eclipse.swt.program.Program;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.FileDialog;
import org.eclipse.swt.widgets.Menu;
import org.eclipse.swt.widgets.MenuItem;
import org.trunkline.domain.format.FileMessage;
import org.trunkline.domain.format.FileTypes;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.phone.PhoneFiles;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.phone.internal.desk.DeskPhone;

/**
 * What can be done with a file of a conversation: a file of the own node is opened or saved, an address elsewhere is given to the
 * browser. UI thread only.
 */
final class FileActions {
    private static final long MOST = 2L << 30;

    private final Control control;
    private final DeskPhone phone;
    private final MessageText words;
    private final Consumer<String> trouble;

    /** @param trouble told why something cannot be done; empty takes it away */
    FileActions(Control control, DeskPhone phone, MessageText words, Consumer<String> trouble) {
        this.control = control;
        this.phone = phone;
        this.words = words;
        this.trouble = trouble;
    }

    boolean isOwn(String account, FileMessage file) {
        return phone.files().filter(files -> files.isOwn(account, file)).isPresent();
    }

    /** A menu of what can be done. */
    Menu menu(String account, FileMessage file) {
        var menu = new Menu(control);
        if (isOwn(account, file)) {
            if (opens(file))
                item(menu, words.texts().get("file.open"), () -> open(account, file));
            item(menu, words.texts().get("file.save"), () -> save(account, file));
        } else {
            item(menu, words.texts().get("file.browse", words.host(file)), () -> Program.launch(file.url()));
        }
        return menu;
    }

    private static void item(Menu menu, String label, Runnable run) {
        var item = new MenuItem(menu, SWT.PUSH);
        item.setText(label);
        item.addListener(SWT.Selection, e -> run.run());
    }

    /** Types that no program runs as code. */
    private static boolean opens(FileMessage file) {
        String type = file.type();
        return FileTypes.isPicture(type) || type.equals("application/pdf") || type.equals("text/plain") || type.startsWith("audio/")
                || type.startsWith("video/");
    }

    private void open(String account, FileMessage file) {
        try {
            var to = Files.createTempDirectory("trunkline-file").resolve(file.name());
            to.toFile().deleteOnExit();
            fetch(account, file, to, path -> {
                if (!Program.launch(path.toString()))
                    trouble.accept(words.texts().get("file.no-program", file.name()));
            });
        } catch (IOException e) {
            trouble.accept(words.texts().get("file.not-saved", file.name()));
        }
    }

    private void save(String account, FileMessage file) {
        var dialog = new FileDialog(control.getShell(), SWT.SAVE);
        dialog.setFileName(file.name());
        dialog.setOverwrite(true);
        Optional.ofNullable(dialog.open()).map(Path::of)
                .ifPresent(to -> fetch(account, file, to, path -> trouble.accept(words.texts().get("file.saved", path))));
    }

    private void fetch(String account, FileMessage file, Path to, Consumer<Path> done) {
        trouble.accept(words.texts().get("file.fetching", file.name()));
        phone.files().ifPresent(files -> files.download(account, file, to, MOST, new PhoneFiles.Listener() {
            @Override
            public void progress(double share) {
                // shown where it begins and ends
            }

            @Override
            public void done(FileMessage whole) {
                UiThread.post(control, () -> {
                    trouble.accept("");
                    done.accept(to);
                });
            }

            @Override
            public void failed(LocalizableText why) {
                UiThread.post(control, () -> trouble.accept(words.said().of(why)));
            }
        }));
    }
}
