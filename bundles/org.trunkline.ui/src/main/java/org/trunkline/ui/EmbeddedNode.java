package org.trunkline.ui;

/** The node inside the desk, as something that can be started anew. An OSGi service. */
public interface EmbeddedNode {
    /**
     * Ends it, if it is up, and starts it with the settings as they are now. Calls in progress end. Returns at once;
     * what comes of it is told as the {@link ActiveNode}'s state.
     */
    void startAgain();
}
