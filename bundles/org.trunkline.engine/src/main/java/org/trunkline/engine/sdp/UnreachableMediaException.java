package org.trunkline.engine.sdp;

/** A session description is sound, and its media is where the node cannot send: 488 with a warning (RFC 3261 §20.43). */
public final class UnreachableMediaException extends SdpSyntaxException {
    private static final long serialVersionUID = 1L;

    private final int warning;

    private UnreachableMediaException(int warning, String message) {
        super(message);
        this.warning = warning;
    }

    /** Not the Internet. */
    static UnreachableMediaException network(String type) {
        return new UnreachableMediaException(300, "network type " + type + " is not known here");
    }

    /** Not an address that the node can send to. */
    static UnreachableMediaException address(String text) {
        return new UnreachableMediaException(301, "no media can be sent to " + text + " from here");
    }

    static UnreachableMediaException multicast(String address) {
        return new UnreachableMediaException(330, "no media is sent to the multicast address " + address);
    }

    /** 300, 301 or 330. */
    public int warning() {
        return warning;
    }
}
