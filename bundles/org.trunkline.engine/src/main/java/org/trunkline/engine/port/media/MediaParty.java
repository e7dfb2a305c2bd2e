package org.trunkline.engine.port.media;

import org.trunkline.domain.call.LegSide;

/**
 * Several calls of one phone whose other sides hear each other (RFC 4353 §5.2). The phone itself plays the sound of all its calls; what it says to one of
 * the others gets the sound of the rest laid over it.
 *
 * <p><b>Threads:</b> any.
 */
public interface MediaParty extends AutoCloseable {
    /** A call comes in; one without sound is in it without being heard. Again does nothing. @param phone the side that is the phone */
    void add(MediaSession call, LegSide phone);

    /** Again does nothing. */
    void remove(MediaSession call);

    /** Nobody is in it any more. */
    @Override
    void close();
}
