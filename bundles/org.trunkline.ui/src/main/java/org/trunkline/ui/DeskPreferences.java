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
    /** Ports and addresses of the embedded node; used at the next start of the desk. */
    public static final String SIP_PORT = "node.sip.port";
    /** Over TLS, once there is a certificate. */
    public static final String TLS_PORT = "node.tls.port";
    public static final String HTTP_PORT = "node.http.port";
    public static final String BIND = "node.bind";
    public static final String RTP_PORTS = "node.rtp.ports";

    private DeskPreferences() {}
}
