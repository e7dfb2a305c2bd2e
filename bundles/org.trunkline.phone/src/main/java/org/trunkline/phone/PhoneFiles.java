package org.trunkline.phone;

import java.nio.file.Path;

import org.trunkline.domain.format.FileMessage;
import org.trunkline.domain.part.LocalizableText;

/**
 * Files of text messages at the node of an account: uploads (GSMA RCC.07 §3.2.5) and downloads. Only that node is asked, whatever
 * address a message names.
 *
 * <p><b>Threads:</b> any; nothing here waits. Listeners are called on a thread of the transfer: hand over and return.
 */
public interface PhoneFiles {
    /** Bytes of a picture that may be fetched before the user asks for it. */
    long MOST_SHOWN = 10 << 20;

    /** Told of a transfer; of {@link #done} and {@link #failed} one is called, once, unless it is cancelled. */
    interface Listener {
        /** @param share 0 to 1 */
        void progress(double share);

        /** @param file as the node stores it */
        void done(FileMessage file);

        /** @param why with the way out */
        void failed(LocalizableText why);
    }

    /** A transfer that runs. */
    @FunctionalInterface
    interface Transfer {
        /** Ends it; what was written to the disk is deleted. */
        void cancel();
    }

    /** Whether the account's node takes files. @param account id of an account */
    boolean accepts(String account);

    /** Whether a file is at the account's node: then it may be fetched without a question. */
    boolean isOwn(String account, FileMessage file);

    /** Uploads a file of this computer, with the account's name and password. */
    Transfer upload(String account, Path file, Listener listener);

    /**
     * Fetches a file of {@link #isOwn}.
     *
     * @param to replaced once the file is whole
     * @param most bytes; a longer file fails
     */
    Transfer download(String account, FileMessage file, Path to, long most, Listener listener);
}
