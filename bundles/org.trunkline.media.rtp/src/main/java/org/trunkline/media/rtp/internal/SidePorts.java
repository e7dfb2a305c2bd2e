package org.trunkline.media.rtp.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.trunkline.engine.port.media.RemoteMedia;
import org.trunkline.media.rtp.internal.net.MediaAddresses;
import org.trunkline.media.rtp.internal.net.MediaSocket;
import org.trunkline.media.rtp.internal.net.Poller;

/** The sockets of one side of a media line: whom they hear, and where they send. Touched by its relay loop only. */
final class SidePorts {
    private final SideTransport side;
    private @Nullable PortPair pair;
    private @Nullable MediaSocket rtp;
    private @Nullable MediaSocket rtcp;
    private @Nullable InetSocketAddress armedFor;
    private @Nullable InetSocketAddress controlArmedFor;
    /** RTCP comes and goes on RTP's port (RFC 5761). */
    private boolean muxed;

    SidePorts(SideTransport side) {
        this.side = side;
    }

    /** Takes new sockets into use; those it had before are closed. */
    void attach(PortPair ports, Poller poller) {
        detach(poller);
        pair = ports;
        rtp = new MediaSocket(side, ports.rtp(), false);
        rtcp = new MediaSocket(side, ports.rtcp(), true);
        try {
            rtp.watch(poller);
            rtcp.watch(poller);
        } catch (IOException e) {
            side.drops().failed++;
            detach(poller);
        }
    }

    void detach(Poller poller) {
        if (rtp != null)
            rtp.unwatch(poller);
        if (rtcp != null)
            rtcp.unwatch(poller);
        if (pair != null)
            pair.close();
        pair = null;
        rtp = null;
        rtcp = null;
        armedFor = null;
        controlArmedFor = null;
        muxed = false;
    }

    /** A side that signals what it did before goes on as before. @param trusted where its signalling comes from */
    void arm(RemoteMedia remote, InetAddress trusted, long nanos) {
        if (rtp == null || rtcp == null)
            return;
        boolean elsewhere = !remote.rtp().equals(armedFor);
        var allowed = new HashSet<InetAddress>();
        allowed.add(trusted);
        allowed.add(remote.rtp().getAddress());
        if (elsewhere) {
            armedFor = remote.rtp();
            rtp.arm(allowed, remote.rtp(), target(remote.rtp(), trusted), nanos);
        }
        if (elsewhere || !remote.rtcp().equals(controlArmedFor)) {
            controlArmedFor = remote.rtcp();
            muxed = remote.rtcp().equals(remote.rtp());
            if (remote.rtcp().getAddress() != null)
                allowed.add(remote.rtcp().getAddress());
            rtcp.arm(allowed, remote.rtcp(), target(remote.rtcp(), trusted), nanos);
        }
    }

    /** The source is found by these negotiations, and RTCP is on RTP's port. */
    void negotiate(MediaSocket.@Nullable Negotiation by) {
        if (rtp != null)
            rtp.negotiate(by);
        if (by != null) {
            muxed = true;
            armedFor = null;
            controlArmedFor = null;
        }
    }

    /** The side may be elsewhere now. */
    void search() {
        if (rtp != null)
            rtp.search();
    }

    void answer(ByteBuffer packet, InetSocketAddress to) {
        if (rtp != null)
            rtp.answer(packet, to);
    }

    /** An address that may be sent to, else null: SDP must not aim the node at groups or at its own machine. */
    private @Nullable InetSocketAddress target(InetSocketAddress address, InetAddress trusted) {
        var host = address.getAddress();
        var local = pair == null ? null : pair.port().address();
        if (host == null || local == null || address.getPort() == 0 || host.isAnyLocalAddress() || host.isMulticastAddress()
                || MediaAddresses.isIpv6(host) != MediaAddresses.isIpv6(local))
            return null;
        return host.isLoopbackAddress() && !local.isLoopbackAddress() && !trusted.isLoopbackAddress() ? null : address;
    }

    /** RTCP came on RTP's port. */
    void mux() {
        muxed = true;
    }

    /** The source sent a packet to that socket. */
    void heard(long nanos, boolean control) {
        var at = control ? rtcp : rtp;
        if (at != null)
            at.heard(nanos);
    }

    /** The source sent a report. */
    void reported(long nanos) {
        if (!muxed)
            heard(nanos, true);
    }

    private @Nullable MediaSocket by(boolean control) {
        return control && !muxed ? rtcp : rtp;
    }

    /** @return false where there is nothing to send it by */
    boolean send(ByteBuffer packet, boolean control) {
        var by = by(control);
        if (by == null)
            return false;
        by.send(packet);
        return true;
    }

    /** Whether it is known where reports are wanted. */
    boolean takesReports() {
        var by = by(true);
        return by != null && by.hasTarget();
    }

    void tick(long nanos) {
        if (rtp != null)
            rtp.tick(nanos);
    }

    /** Where media comes from now, if it does. */
    Optional<InetSocketAddress> source() {
        return Optional.ofNullable(rtp).map(MediaSocket::source);
    }
}
