package org.trunkline.media.rtp.internal.tcp;

import java.net.InetAddress;

/** Nothing can listen there. */
public final class TcpPortException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient InetAddress address;
    private final int port;

    TcpPortException(InetAddress address, int port, Exception why) {
        super(why.getMessage(), why);
        this.address = address;
        this.port = port;
    }

    public String address() {
        return address.getHostAddress();
    }

    public int port() {
        return port;
    }
}
