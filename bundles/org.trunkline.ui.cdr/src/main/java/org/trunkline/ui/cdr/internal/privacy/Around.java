package org.trunkline.ui.cdr.internal.privacy;

import org.trunkline.ui.NodeJobs;

/** What a part of the Privacy view may do beyond itself. UI thread. */
interface Around {
    NodeJobs jobs();

    /** In the status line. */
    void say(String message);

    void sayError(String message);

    /** Asks once more before something that cannot be undone. */
    boolean confirmed(String title, String question);

    /** Reads what the node has. */
    void read();

    void showCalls(String query);
}
