package org.trunkline.media.rtp.internal;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.quality.FarEnd;
import org.trunkline.domain.quality.Rating;
import org.trunkline.domain.quality.StreamSeries;
import org.trunkline.engine.port.media.DtlsSrtp;
import org.trunkline.engine.port.media.RemoteMedia;
import org.trunkline.engine.port.media.RemoteMedia.Encoding;
import org.trunkline.engine.port.media.SrtpKeys;
import org.trunkline.media.rtp.internal.convert.Converter;
import org.trunkline.media.rtp.internal.meter.Drops;
import org.trunkline.media.rtp.internal.meter.NtpMapping;
import org.trunkline.media.rtp.internal.meter.PayloadTypes;
import org.trunkline.media.rtp.internal.meter.RemoteReports;
import org.trunkline.media.rtp.internal.meter.RoundTrip;
import org.trunkline.media.rtp.internal.meter.Rtcp;
import org.trunkline.media.rtp.internal.meter.StreamHistory;
import org.trunkline.media.rtp.internal.meter.StreamMeter;
import org.trunkline.media.rtp.internal.net.MediaSocket;
import org.trunkline.media.rtp.internal.srtp.SrtpContext;

/**
 * One side of one media line: takes what that side sends, measures it and hands it to the other. Touched by its relay
 * loop only, save {@link #meter()} and {@link #roundTrip()}.
 */
public final class Side implements MediaSocket.Owner, WebRtcTransport.Owner {
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
    private volatile @Nullable RemoteReports farReports;
    private volatile @Nullable StreamHistory history;
    private @Nullable NtpMapping clocks;
    private @Nullable ReportReader reader;
    private @Nullable RtcpReporter reporter;
    private @Nullable Side other;

    private final SidePorts ports = new SidePorts(this);
    private Map<Integer, Encoding> codecs = Map.of();
    private @Nullable SrtpContext srtp;
    /** The same, kept while the side goes without: keys that come back must go on counting. */
    private @Nullable SrtpContext secured;
    /** Where this side is a browser. */
    private @Nullable WebRtcTransport webRtc;
    private boolean isRtp = true;
    private boolean isAudio = true;
    /** The node itself is here, and no phone. */
    private @Nullable NodeEnd own;
    /** What this side sends is something else for the other. */
    private @Nullable Converter converter;
    private boolean sends;
    private boolean receives;
    private int perSecond = AUDIO_PER_SECOND;
    private long secondBegan;
    private int inSecond;
    private boolean reported;
    private long reportedAt;

    public Side(RtpSession session, LegSide leg) {
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

    public StreamMeter meter() {
        return meter;
    }

    RoundTrip roundTrip() {
        return roundTrip;
    }

    /** What the other side says of this side's streams. By the loop. */
    RemoteReports farReports() {
        var made = farReports;
        if (made == null)
            farReports = made = new RemoteReports(meter);
        return made;
    }

    public Optional<FarEnd> farEnd() {
        var made = farReports;
        return made == null ? Optional.empty() : made.value();
    }

    Optional<StreamHistory> history() {
        return Optional.ofNullable(history);
    }

    NtpMapping clocks() {
        var made = clocks;
        if (made == null)
            clocks = made = new NtpMapping();
        return made;
    }

    /** Of what this side sent. @param listens the side that gets it */
    Optional<Rating> rating(StreamMeter.Reading reading, Side listens) {
        return session.rating(reading, roundTrip.value(), listens.roundTrip.value());
    }

    @Override
    public Drops drops() {
        return session.drops();
    }

    @Override
    public long now() {
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
    void attach(PortPair sockets) {
        ports.attach(sockets, session.loop().poller());
    }

    void detach() {
        if (webRtc != null)
            webRtc.close();
        webRtc = null;
        ports.detach(session.loop().poller());
    }

    /** @param trusted where the side's signalling comes from */
    void signalled(RemoteMedia remote, InetAddress trusted) {
        isRtp = remote.media().equals("audio") || remote.media().equals("video");
        isAudio = remote.media().equals("audio");
        perSecond = isAudio ? AUDIO_PER_SECOND : OTHER_PER_SECOND;
        sends = remote.sends();
        receives = remote.receives();
        speak(remote.codecs());
        switch (remote.security().orElse(null)) {
            case DtlsSrtp browser -> negotiate(browser);
            case SrtpKeys keys -> secure(keys);
            case null -> secure(null);
        }
        // an address of zeros is an old way to hold: whoever was heard stays known
        if (remote.rtp().getAddress() != null && !remote.rtp().getAddress().isAnyLocalAddress())
            ports.arm(remote, trusted, now());
    }

    private void secure(@Nullable SrtpKeys keys) {
        if (webRtc != null)
            webRtc.close();
        webRtc = null;
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
        var servers = session.dtls();
        if (servers.isEmpty())
            return; // switched off meanwhile
        if (webRtc == null) {
            webRtc = new WebRtcTransport(this, servers.get(), browser);
            encrypt(null);
        } else {
            webRtc.signalled(browser);
        }
        ports.negotiate(webRtc);
    }

    @Override
    public void send(ByteBuffer packet, InetSocketAddress to) {
        ports.answer(packet, to);
    }

    @Override
    public void alive() {
        ports.heard(now(), false);
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

    /** The node itself is this side from now on. @param says what its packets are */
    void take(NodeEnd end, Map<Integer, Encoding> says) {
        own = end;
        sends = true;
        receives = true;
        speak(says);
    }

    void speak(Map<Integer, Encoding> says) {
        codecs = says;
        if (other != null) {
            tellMeter(other);
            other.tellMeter(this);
        }
    }

    /** The node answers for what is converted, so the sender's own numbers count then. */
    private void tellMeter(Side listens) {
        meter.types(converter == null ? new PayloadTypes(listens.codecs, codecs) : new PayloadTypes(codecs, Map.of()));
    }

    /** What this side sends is converted from now on; null: passed on as it is. */
    void convert(@Nullable Converter by) {
        converter = by;
        if (other != null)
            tellMeter(other);
    }

    @Nullable Converter converter() {
        return converter;
    }

    /** Whether either side gets another stream than the other sends, so that the reports of one mean nothing to the other. */
    boolean isConverted() {
        return converter != null || other != null && other.converter != null;
    }

    /** Sends the other side what was made of this side's packets. */
    void converted(Converter by, ByteBuffer packet) {
        if (converter != by || other == null)
            return;
        by.sends(packet, now());
        other.deliver(packet, false);
    }

    /** Again does nothing. */
    void leave(NodeEnd end) {
        if (own != end)
            return;
        own = null;
        sends = false;
        receives = false;
    }

    /** A packet of the node's own, measured as any other. */
    void play(ByteBuffer packet) {
        if (meter.rtp(packet, now()))
            pass(packet, false);
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
        } else if (webRtc != null && srtp == null) {
            drops().unwanted++;
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
            ports.mux();
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
        ports.heard(nanos, control);
        if (!control)
            session.heard(nanos);
    }

    private void pass(ByteBuffer packet, boolean control) {
        if (other == null)
            return;
        var node = other.own;
        if (node != null) {
            if (!control)
                node.heard(packet);
            return;
        }
        if (!control && !(sends && other.receives)) {
            drops().unwanted++;
            return;
        }
        var by = converter;
        if (by == null || control || !by.takes(packet))
            other.deliver(packet, control);
        else if (!by.take(packet))
            drops().flood++;
    }

    private void deliver(ByteBuffer packet, boolean control) {
        if (!encrypted(packet, control))
            drops().failed++;
        else if (!ports.send(packet, control))
            drops().undeliverable++;
    }

    /** Makes it what this side understands. @return false where that cannot be */
    private boolean encrypted(ByteBuffer packet, boolean control) {
        if (webRtc != null && (srtp == null || !webRtc.consents()))
            return false;
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
        ports.reported(nanos);
        if (!isConverted())
            pass(packet, true);
    }

    /** Whether it sent a report after that time. */
    boolean reportedSince(long nanos) {
        return reported && reportedAt - nanos > 0;
    }

    /** Whether it is known where it wants reports. */
    boolean takesReports() {
        return ports.takesReports();
    }

    /** Sends it a report of the node's own. */
    void sendReport(ByteBuffer packet) {
        if (!encrypted(packet, true) || !ports.send(packet, true))
            drops().failed++;
    }

    void tick(long nanos) {
        ports.tick(nanos);
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
        return ports.source();
    }

    @Override
    public void broken(Throwable bug) {
        session.broken(bug);
    }
}
