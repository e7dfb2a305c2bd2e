package org.trunkline.ui;

/** Names of the desk's preferences, in the instance scope. */
public final class DeskPreferences {
    public static final String NODE = "org.trunkline.ui";
    /** A zone id, or empty for the computer's. */
    public static final String ZONE = "zone";
    /** URL of the remote node shown last; empty for the embedded one. The token is in secure storage. */
    public static final String REMOTE = "remote.url";
    /** URLs of the remote nodes that the desk was connected to, one in a line. */
    public static final String NODES = "remote.nodes";

    private DeskPreferences() {}
}
