package org.trunkline.ui;

import org.trunkline.export.WholeFile;

/** Why a file was not written, in the user's language. */
public final class FileTrouble {
    private FileTrouble() {}

    public static String of(WholeFile.NotWritten e) {
        var texts = Texts.of(FileTrouble.class);
        if (e.busy())
            return texts.get("file.busy", e.file());
        return e.full() ? texts.get("file.full", e.file()) : texts.get("file.not-written", e.file(), e.reason());
    }

    /** The failure as it is told; what is no file's stays. */
    public static Failure told(Failure failure) {
        return failure.cause() instanceof WholeFile.NotWritten e ? new Failure(of(e), failure.since(), e) : failure;
    }
}
