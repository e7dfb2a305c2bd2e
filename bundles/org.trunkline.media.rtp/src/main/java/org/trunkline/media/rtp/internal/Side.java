package org.trunkline.media.rtp.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.quality.FarEnd;
import org.trunkline.domain.quality.StreamSeries;
import org.trunkline.engine.port.RemoteMedia;
import org.trunkline.engine.port.RemoteMedia.Encoding;

/**
 * One side of one media line: takes what that side sends, measures it and hands it to the other. Touched by its relay
 * loop only, save {@link #meter()} and {@link #roundTrip()}.
 */
final class Side {
    private static final long SECOND = 1_000_000_000L;
    /** Five milliseconds a packet, with each sent again, twice over. */
    private static final int AUDIO_PER_SECOND = 800;
    /** About 70 Mbit/s. A loop that two calls were tricked into building would fill any line. */
    private static final int OTHER_PER_SECOND = 6_000;

    private final RtpSession session;
    private final LegSide leg;
    private final StreamMeter meter = new StreamMeter();
    private final RoundTrip roundTrip = new RoundTrip();
    // made when first needed: many calls see no RTCP
    private volatile @Nullable FarReports farReports;
    private volatile @Nullable StreamHistory history;
    private @Nullable PeerClocks clocks;
    private @Nullable ReportReader reader;
    private @Nullable RtcpReporter reporter;
    private @Nullable Side other;

    private @Nullable PortPair pair;
    private @Nullable Endpoint rtp;
    private @Nullable Endpoint rtcp;
    private @Nullable InetSocketAddress armedFor;
    private @Nullable InetSocketAddress controlArmedFor;
    private Map<Integer, Encoding> codecs = Map.of();
    private @Nullable Srtp srtp;
    /** The same, kept while the side goes without: keys that come back must go on counting. */
    private @Nullable Srtp secured;
    private boolean isRtp = true;
    private boolean isAudio = true;
    private boolean sends;
    private boolean receives;
    private boolean muxed;
    private int perSecond = AUDIO_PER_SECOND;
    private long secondBegan;
    private int inSecond;
    private boolean reported;
    private long reportedAt;

    Side(RtpSession session, LegSide leg) {
        this.session = session;
        this.leg = leg;
    }

    static void join(Side a, Side b) {
        a.other = b;
        b.other = a;
    }

    LegSide leg() {
        return leg;
    }

    StreamMeter meter() {
        return meter;
    }

    RoundTrip roundTrip() {
        return roundTrip;
    }

    /** What the other side says of this side's streams. By the loop. */
    FarReports farReports() {
        var made = farReports;
        if (made == null)
            farReports = made = new FarReports(meter);
        return made;
    }

    Optional<FarEnd> farEnd() {
        var made = farReports;
        return made == null ? Optional.empty() : made.value();
    }

    Optional<StreamHistory> history() {
        return Optional.ofNullable(history);
    }

    PeerClocks clocks() {
        var made = clocks;
        if (made == null)
            clocks = made = new PeerClocks();
        return made;
    }

    Drops drops() {
        return session.drops();
    }

    long now() {
        return session.now();
    }

    boolean sends() {
        return sends;
    }

    boolean receives() {
        return receives;
    }

    boolean isAudio() {
        return isAudio;
    }

    /** Takes new sockets into use; those it had before are closed. */
    void attach(PortPair ports) {
        detach();
        pair = ports;
        rtp = new Endpoint(this, ports.rtp(), false);
        rtcp = new Endpoint(this, ports.rtcp(), true);
        try {
            rtp.watch(session.loop().poller());
            rtcp.watch(session.loop().poller());
        } catch (IOException e) {
            drops().failed++;
            detach();
        }
    }

    void detach() {
        if (rtp != null)
            rtp.unwatch(session.loop().poller());
        if (rtcp != null)
            rtcp.unwatch(session.loop().poller());
        if (pair != null)
            pair.close();
        pair = null;
        rtp = null;
        rtcp = null;
        armedFor = null;
        controlArmedFor = null;
        muxed = false;
    }

    /** @param trusted where the side's signalling comes from */
    void signalled(RemoteMedia remote, InetAddress trusted) {
        isRtp = remote.media().equals("audio") || remote.media().equals("video");
        isAudio = remote.media().equals("audio");
        perSecond = isAudio ? AUDIO_PER_SECOND : OTHER_PER_SECOND;
        sends = remote.sends();
        receives = remote.receives();
        codecs = remote.codecs();
        var before = secured;
        srtp = remote.srtp().map(keys -> before == null ? new Srtp(keys) : before.changed(keys)).orElse(null);
        secured = srtp == null ? before : srtp;
        if (other != null) {
            meter.types(new PayloadTypes(other.codecs, codecs));
            other.meter.types(new PayloadTypes(codecs, other.codecs));
        }
        // an address of zeros is an old way to hold: whoever was heard stays known
        if (remote.rtp().getAddress() != null && !remote.rtp().getAddress().isAnyLocalAddress())
            arm(remote, trusted);
    }

    /** A side that signals what it did before goes on as before. */
    private void arm(RemoteMedia remote, InetAddress trusted) {
        if (rtp == null || rtcp == null)
            return;
        boolean elsewhere = !remote.rtp().equals(armedFor);
        var allowed = new HashSet<InetAddress>();
        allowed.add(trusted);
        allowed.add(remote.rtp().getAddress());
        if (elsewhere) {
            armedFor = remote.rtp();
            rtp.arm(allowed, remote.rtp(), target(remote.rtp(), trusted), now());
        }
        if (elsewhere || !remote.rtcp().equals(controlArmedFor)) {
            controlArmedFor = remote.rtcp();
            muxed = remote.rtcp().equals(remote.rtp());
            if (remote.rtcp().getAddress() != null)
                allowed.add(remote.rtcp().getAddress());
            rtcp.arm(allowed, remote.rtcp(), target(remote.rtcp(), trusted), now());
        }
    }

    /** An address that may be sent to, else null: SDP must not aim the node at groups or at its own machine. */
    private @Nullable InetSocketAddress target(InetSocketAddress address, InetAddress trusted) {
        var host = address.getAddress();
        var local = pair == null ? null : pair.port().address();
        if (host == null || local == null || address.getPort() == 0 || host.isAnyLocalAddress() || host.isMulticastAddress()
                || LocalAddresses.isIpv6(host) != LocalAddresses.isIpv6(local))
            return null;
        return host.isLoopbackAddress() && !local.isLoopbackAddress() && !trusted.isLoopbackAddress() ? null : address;
    }

    /** Whether a packet may open the latch. */
    boolean isValid(ByteBuffer packet, boolean control) {
        if (!isRtp)
            return packet.hasRemaining();
        if (srtp != null)
            return control || Rtcp.isMuxed(packet) ? srtp.authenticRtcp(packet) : srtp.authentic(packet);
        if (control || Rtcp.isMuxed(packet))
            return Rtcp.is(packet);
        return StreamMeter.payloadLength(packet) >= 0;
    }

    /** A packet from the side itself, position 0. */
    void received(ByteBuffer packet, boolean control) {
        long nanos = now();
        if (isFlood(nanos)) {
            drops().flood++;
        } else if (!isRtp) {
            if (!control)
                meter.opaque(packet.limit());
            heard(nanos, control);
            pass(packet, control);
        } else if (srtp != null && !(control || Rtcp.isMuxed(packet) ? srtp.unprotectRtcp(packet) : srtp.unprotect(packet))) {
            drops().forged++;
        } else if (control) {
            report(packet, nanos);
        } else if (Rtcp.isMuxed(packet)) {
            muxed = true;
            report(packet, nanos);
        } else if (meter.rtp(packet, nanos)) {
            heard(nanos, false);
            pass(packet, false);
        } else {
            drops().invalid++;
        }
    }

    private boolean isFlood(long nanos) {
        if (nanos - secondBegan > SECOND) {
            secondBegan = nanos;
            inSecond = 0;
        }
        return ++inSecond > perSecond;
    }

    private void heard(long nanos, boolean control) {
        var endpoint = control ? rtcp : rtp;
        if (endpoint != null)
            endpoint.heard(nanos);
        if (!control)
            session.heard(nanos);
    }

    private void pass(ByteBuffer packet, boolean control) {
        if (other == null)
            return;
        if (!control && !(sends && other.receives)) {
            drops().unwanted++;
            return;
        }
        var to = control && !other.muxed ? other.rtcp : other.rtp;
        if (!other.encrypted(packet, control))
            drops().failed++;
        else if (to != null)
            to.send(packet);
        else
            drops().undeliverable++;
    }

    /** Makes it what this side understands. @return false where that cannot be */
    private boolean encrypted(ByteBuffer packet, boolean control) {
        return srtp == null || (control ? srtp.protectRtcp(packet) : srtp.protect(packet));
    }

    private void report(ByteBuffer packet, long nanos) {
        if (reader == null && other != null)
            reader = new ReportReader(this, other);
        if (reader == null || !reader.read(packet, nanos)) {
            drops().invalid++;
            return;
        }
        reported = true;
        reportedAt = nanos;
        if (rtcp != null && !muxed)
            rtcp.heard(nanos);
        pass(packet, true);
    }

    /** Whether it sent a report after that time. */
    boolean reportedSince(long nanos) {
        return reported && reportedAt - nanos > 0;
    }

    /** Whether it is known where it wants reports. */
    boolean takesReports() {
        var by = muxed ? rtp : rtcp;
        return by != null && by.hasTarget();
    }

    /** Sends it a report of the node's own. */
    void sendReport(ByteBuffer packet) {
        var by = muxed ? rtp : rtcp;
        if (by == null || !encrypted(packet, true))
            drops().failed++;
        else
            by.send(packet);
    }

    void tick(long nanos) {
        if (rtp != null)
            rtp.tick(nanos);
        if (isRtp && other != null && session.writesReports())
            report(other, nanos);
        remember(nanos);
    }

    /** A stream that is short has no history. */
    private void remember(long nanos) {
        var known = history;
        if (known != null) {
            known.tick(nanos);
            return;
        }
        var first = meter.latest();
        if (first != null && nanos - first.firstNanos >= StreamSeries.FIRST_STEP.toNanos()) {
            var begun = new StreamHistory(meter, first.firstNanos);
            begun.tick(nanos);
            history = begun;
        }
    }

    private void report(Side from, long nanos) {
        var first = meter.latest() == null ? from.meter.latest() : meter.latest();
        if (first == null)
            return;
        if (reporter == null)
            reporter = new RtcpReporter(this, from, session.name(), first.firstNanos);
        reporter.tick(nanos);
    }

    /** Where the side's media comes from now, if it does. */
    Optional<InetSocketAddress> source() {
        return Optional.ofNullable(rtp).map(Endpoint::source);
    }

    void broken(Throwable bug) {
        session.broken(bug);
    }
}
