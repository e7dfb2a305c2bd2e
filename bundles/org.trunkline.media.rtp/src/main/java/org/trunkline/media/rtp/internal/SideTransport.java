package org.trunkline.media.rtp.internal;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.trunkline.engine.port.media.DtlsSrtp;
import org.trunkline.engine.port.media.RemoteMedia;
import org.trunkline.engine.port.media.SrtpKeys;
import org.trunkline.media.rtp.internal.bundle.BundleDemultiplexer;
import org.trunkline.media.rtp.internal.ice.IcePath;
import org.trunkline.media.rtp.internal.meter.Drops;
import org.trunkline.media.rtp.internal.meter.Rtcp;
import org.trunkline.media.rtp.internal.meter.StreamMeter;
import org.trunkline.media.rtp.internal.net.MediaSocket;
import org.trunkline.media.rtp.internal.srtp.SrtpContext;
import org.trunkline.media.rtp.internal.tcp.TcpPath;

/**
 * Sockets, path and keys of one side: of one media line, or of all lines of a bundle (RFC 9143). Decrypts what arrives and
 * hands it to its line. Touched by the relay loop only.
 */
final class SideTransport implements MediaSocket.Owner, WebRtcTransport.Owner {
    private static final long SECOND = 1_000_000_000L;
    /** Five milliseconds a packet, with each sent again, twice over. */
    private static final int AUDIO_PER_SECOND = 800;
    /** About 70 Mbit/s. A loop that two calls were tricked into building would fill any line. */
    private static final int OTHER_PER_SECOND = 6_000;

    private final RtpSession session;
    private final Side line;
    private final SidePorts ports = new SidePorts(this);
    private @Nullable BundleDemultiplexer<Side> bundle;
    private @Nullable SrtpContext srtp;
    /** The same, kept while the side goes without: keys that come back must continue to count. */
    private @Nullable SrtpContext secured;
    /** Where this side is a browser. */
    private @Nullable WebRtcTransport webRtc;
    /** The TCP connection that it wants its media on; null for UDP. */
    private @Nullable TcpPath stream;
    private boolean isRtp = true;
    private int perSecond = AUDIO_PER_SECOND;
    private long secondBegan;
    private int inSecond;

    /** @param line that it was made for, whose packets they are while there is no bundle */
    SideTransport(RtpSession session, Side line) {
        this.session = session;
        this.line = line;
    }

    /** Takes new sockets into use; those it had before are closed. */
    void attach(PortPair sockets) {
        ports.attach(sockets, session.loop().poller());
    }

    void detach() {
        if (webRtc != null)
            webRtc.close();
        webRtc = null;
        stream = null;
        ports.detach(session.loop().poller());
    }

    /** @param trusted where the side's signalling comes from */
    void signalled(RemoteMedia remote, InetAddress trusted) {
        isRtp = remote.media().equals("audio") || remote.media().equals("video");
        perSecond = bundle == null && remote.media().equals("audio") ? AUDIO_PER_SECOND : OTHER_PER_SECOND;
        switch (remote.security().orElse(null)) {
            case DtlsSrtp browser -> negotiate(browser);
            case SrtpKeys keys -> secure(keys);
            case null -> secure(null);
        }
        // an address of zeros is an old way to hold: the source that was heard stays known
        if (remote.rtp().getAddress() != null && !remote.rtp().getAddress().isAnyLocalAddress())
            ports.arm(remote, trusted, now());
    }

    /** A line of its bundle, or what that line now says. */
    void join(Side member, DtlsSrtp.Bundle as) {
        var known = bundle;
        if (known == null)
            bundle = known = new BundleDemultiplexer<>(Side::isSent);
        known.add(member, as.mid(), as.extension());
        perSecond = OTHER_PER_SECOND;
    }

    /** What the packets of a line in its bundle may be. */
    void types(Side member, Set<Integer> own, Set<Integer> other) {
        if (bundle == null)
            return;
        var both = new HashSet<>(own);
        both.addAll(other);
        bundle.types(member, both);
    }

    /** Again does nothing. */
    void leave(Side member) {
        if (bundle != null && bundle.remove(member))
            bundle = null;
    }

    private void secure(@Nullable SrtpKeys keys) {
        if (webRtc != null)
            webRtc.close();
        webRtc = null;
        stream = null;
        ports.negotiate(null);
        encrypt(keys);
    }

    private void encrypt(@Nullable SrtpKeys keys) {
        var before = secured;
        srtp = keys == null ? null : before == null ? new SrtpContext(keys) : before.changed(keys);
        secured = srtp == null ? before : srtp;
    }

    /** Nothing is sent in the clear until its keys are agreed on. */
    private void negotiate(DtlsSrtp browser) {
        var border = session.border();
        if (border.isEmpty())
            return; // switched off meanwhile
        if (webRtc == null) {
            webRtc = new WebRtcTransport(this, border.get(), browser);
            encrypt(null);
        } else {
            webRtc.signalled(browser);
        }
        ports.negotiate(webRtc);
    }

    @Override
    public long now() {
        return session.now();
    }

    @Override
    public Drops drops() {
        return session.drops();
    }

    @Override
    public void send(ByteBuffer packet, IcePath to) {
        if (to instanceof TcpPath tcp)
            drops().slow += tcp.send(packet);
        else
            ports.answer(packet, to.address());
    }

    @Override
    public void alive(IcePath path) {
        if (!(path instanceof TcpPath))
            ports.heard(now(), false);
    }

    @Override
    public void nominated(IcePath path) {
        stream = path instanceof TcpPath tcp ? tcp : null;
    }

    @Override
    public void restarted() {
        ports.search();
    }

    @Override
    public void arrived(ByteBuffer packet) {
        if (isFlood(now()))
            drops().flood++;
        else
            decrypt(packet, false, now());
    }

    @Override
    public void lost(IcePath path) {
        if (path == stream)
            stream = null;
    }

    @Override
    public void agreed(SrtpKeys keys) {
        if (webRtc != null)
            encrypt(keys);
    }

    @Override
    public void post(Runnable task) {
        session.loop().post(task);
    }

    @Override
    public void dropped(boolean flood) {
        if (flood)
            drops().flood++;
        else
            drops().refused++;
    }

    @Override
    public void overloaded(int packets) {
        drops().overload += packets;
    }

    /** Whether a packet may open the latch. */
    @Override
    public boolean isValid(ByteBuffer packet, boolean control) {
        if (!isRtp)
            return packet.hasRemaining();
        if (webRtc != null && srtp == null)
            return false; // its keys are not agreed on yet
        if (srtp != null)
            return control || Rtcp.isMuxed(packet) ? srtp.authenticRtcp(packet) : srtp.authentic(packet);
        if (control || Rtcp.isMuxed(packet))
            return Rtcp.is(packet);
        return StreamMeter.payloadLength(packet) >= 0;
    }

    /** A packet from the side itself, position 0. */
    @Override
    public void received(ByteBuffer packet, boolean control) {
        long nanos = now();
        if (isFlood(nanos)) {
            drops().flood++;
        } else if (webRtc != null && !control && MediaSocket.isNegotiation(packet)) {
            var from = ports.source();
            if (from.isPresent())
                webRtc.arrived(packet, from.get());
        } else {
            decrypt(packet, control, nanos);
        }
    }

    private void decrypt(ByteBuffer packet, boolean control, long nanos) {
        if (webRtc != null && srtp == null) {
            drops().unwanted++;
        } else if (!isRtp) {
            line.opaque(packet, control, nanos);
        } else if (srtp != null && !(control || Rtcp.isMuxed(packet) ? srtp.unprotectRtcp(packet) : srtp.unprotect(packet))) {
            drops().forged++;
        } else if (control) {
            report(packet, nanos);
        } else if (Rtcp.isMuxed(packet)) {
            ports.mux();
            report(packet, nanos);
        } else {
            media(packet, nanos);
        }
    }

    private boolean isFlood(long nanos) {
        if (nanos - secondBegan > SECOND) {
            secondBegan = nanos;
            inSecond = 0;
        }
        return ++inSecond > perSecond;
    }

    private void media(ByteBuffer packet, long nanos) {
        if (bundle == null) {
            line.media(packet, nanos);
            return;
        }
        if (StreamMeter.payloadLength(packet) < 0) {
            drops().invalid++;
            return;
        }
        var to = bundle.line(packet);
        if (to == null)
            drops().unassigned++;
        else
            to.media(packet, nanos);
    }

    private void report(ByteBuffer packet, long nanos) {
        if (bundle == null)
            line.report(packet, nanos);
        else if (!bundle.reports(packet, SrtpContext.OVERHEAD, (to, part) -> to.report(part, nanos)))
            drops().invalid++;
    }

    /** The side sent a packet that was of use. */
    void heard(long nanos, boolean control) {
        if (stream == null)
            ports.heard(nanos, control);
    }

    /** The side sent a report. */
    void reported(long nanos) {
        ports.reported(nanos);
    }

    /** To the side, encrypted as was agreed. */
    void pass(ByteBuffer packet, boolean control) {
        if (!encrypted(packet, control))
            drops().failed++;
        else if (stream != null)
            drops().slow += stream.send(packet);
        else if (!ports.send(packet, control))
            drops().undeliverable++;
    }

    /** Makes it what the side understands. @return false where that cannot be */
    private boolean encrypted(ByteBuffer packet, boolean control) {
        if (webRtc != null && (srtp == null || !webRtc.consents()))
            return false;
        return srtp == null || (control ? srtp.protectRtcp(packet) : srtp.protect(packet));
    }

    /** Whether it is known where the side wants reports. */
    boolean takesReports() {
        return stream != null || ports.takesReports();
    }

    void tick(long nanos) {
        ports.tick(nanos);
        if (webRtc != null)
            webRtc.tick(nanos);
    }

    /** Why nothing can be heard of the side any more. @param answeredAt when the call was */
    Optional<RtpSession.Fault> failure(long answeredAt, long nanos) {
        return webRtc == null ? Optional.empty() : webRtc.failure(srtp != null, answeredAt, nanos);
    }

    /** Where the side's packets come from now, if they do. */
    Optional<InetSocketAddress> source() {
        return stream == null ? ports.source() : Optional.of(stream.address());
    }

    @Override
    public void broken(Throwable bug) {
        session.broken(bug);
    }
}
