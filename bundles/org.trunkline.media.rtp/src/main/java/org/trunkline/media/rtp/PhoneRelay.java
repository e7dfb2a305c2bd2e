package org.trunkline.media.rtp;

import org.trunkline.engine.port.media.Media;
import org.trunkline.engine.port.media.MediaParty;
import org.trunkline.engine.port.media.MediaUnavailableException;
import org.trunkline.media.rtp.internal.JoinedCalls;
import org.trunkline.media.rtp.internal.RtpMedia;

/**
 * A media relay apart from the node's, for the phone of the desk: it is there also where the desk hosts no node. It takes media as browsers
 * have it, and listens on the addresses of this machine by which each side is reached.
 *
 * <p><b>Threads:</b> one for each core, up to eight, and three more, from {@link #start} to {@link #close}.
 */
public final class PhoneRelay implements AutoCloseable {
    private final RtpMedia media;

    private PhoneRelay(RtpMedia media) {
        this.media = media;
    }

    /** @throws MediaUnavailableException if the system has nothing to wait for packets with */
    public static PhoneRelay start() throws MediaUnavailableException {
        try {
            return new PhoneRelay(RtpMedia.ofPhone());
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new MediaUnavailableException(e.getMessage(), e);
        }
    }

    public Media media() {
        return media;
    }

    /** Brings calls of one relay together. */
    public static MediaParty party() {
        return new JoinedCalls();
    }

    /** Ends its sessions too. */
    @Override
    public void close() {
        media.close();
    }
}
