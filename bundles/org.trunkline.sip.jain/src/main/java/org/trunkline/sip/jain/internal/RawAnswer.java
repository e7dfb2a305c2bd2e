package org.trunkline.sip.jain.internal;

import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPResponse;

/** Bytes for a connection of the stack's. */
final class RawAnswer extends SIPResponse {
    private static final long serialVersionUID = 1L;

    private final byte[] bytes;

    RawAnswer(byte[] bytes) {
        this.bytes = bytes;
        setHeader(new Unread());
    }

    @Override
    public byte[] encodeAsBytes(String transport) {
        return bytes;
    }

    /** The stack only looks whether it has a port. */
    private static final class Unread extends Via {
        private static final long serialVersionUID = 1L;

        @Override
        public String getTransport() {
            return "TCP";
        }
    }
}
