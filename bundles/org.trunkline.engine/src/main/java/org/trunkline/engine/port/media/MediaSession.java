package org.trunkline.engine.port.media;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.quality.StreamReport;
import org.trunkline.domain.quality.StreamSeries;

/**
 * The relay of one call: for each media line a port pair for each side, packets passed between them.
 *
 * <p><b>Threads:</b> called by the call's mailbox only, {@link #reports()} by anyone; never blocks on the network.
 */
public interface MediaSession extends AutoCloseable {
    /**
     * The node's ports for one media line towards one side, allocated on first use.
     *
     * @param towards where that side's SIP messages come from or go to: picks IPv4 or IPv6 and the local interface, and
     *        media is accepted from it as well as from the address in its SDP, for phones behind NAT; from no other
     * @throws MediaUnavailableException if none is to be had; the session stays as it was
     */
    MediaPort port(int mline, LegSide side, InetAddress towards) throws MediaUnavailableException;

    /** Tells what a side signalled for a media line; again at each re-INVITE. A new address re-arms the latch. */
    void remote(int mline, LegSide side, RemoteMedia remote);

    /**
     * Changes what a side sends on a media line from now on; empty to pass it on as it is.
     *
     * @throws MediaUnavailableException if no more calls may be converted; nothing has changed
     */
    default void convert(int mline, LegSide from, Optional<Conversion> how) throws MediaUnavailableException {
        if (how.isPresent())
            throw new MediaUnavailableException("nothing can be converted here");
    }

    /** Frees a media line that was declined (port 0) or removed. */
    void remove(int mline);

    /**
     * Watches for silence from now on: the call is up and not on hold. Again after each hold or resume.
     *
     * @param watch false while a side is on hold
     */
    void watchSilence(boolean watch);

    /** The streams so far, one for each side and media line that sent anything or was allowed to. */
    List<StreamReport> reports();

    /** How the streams went over time; none of those that were short. May be asked for as {@link #reports()}. */
    default List<StreamSeries> series() {
        return List.of();
    }

    /**
     * The node takes the place of the other side: it plays to this side and hears it.
     *
     * @param side whose port was asked for
     * @throws MediaUnavailableException if this media plays nothing, or the session has ended
     */
    default MediaEnd end(int mline, LegSide side, MediaEnd.Format format, MediaEnd.Listener listener)
            throws MediaUnavailableException {
        throw new MediaUnavailableException("nothing can be played here");
    }

    /** Why nobody can listen to the call now; empty where one can. */
    default Optional<Unheard> unheard() {
        return Optional.of(new Unheard(Unheard.Why.NO_SOUND));
    }

    /**
     * Has a mix hear both sides of the call, and both sides a consent tone of half a second: at once and again as long as it lasts. What a
     * side says is heard only after its first tone, and only while its tones come in time. Nothing of the mix reaches the call.
     *
     * @param mix as in {@link MediaEnd.Seat}
     * @param ended run once when it has ended, by {@link Listening#close}, with the session, or because the node itself takes the place of
     *        a side; on any thread: enqueue and return
     * @throws MediaUnavailableException if the call is {@link #unheard}, or no more calls can be mixed
     */
    default Listening listen(String mix, Runnable ended) throws MediaUnavailableException {
        throw new MediaUnavailableException("nobody can listen here");
    }

    /** A call that is listened to. <b>Threads:</b> any. */
    interface Listening extends AutoCloseable {
        /** Again does nothing. */
        @Override
        void close();
    }

    /** Frees all ports. {@link #reports()} and {@link #series()} stay readable, final. Again does nothing. */
    @Override
    void close();
}
