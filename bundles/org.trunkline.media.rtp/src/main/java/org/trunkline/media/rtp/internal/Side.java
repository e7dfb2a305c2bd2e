package org.trunkline.media.rtp.internal;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.quality.FarEnd;
import org.trunkline.domain.quality.Rating;
import org.trunkline.domain.quality.StreamSeries;
import org.trunkline.engine.port.media.DtlsSrtp;
import org.trunkline.engine.port.media.Media;
import org.trunkline.engine.port.media.RemoteMedia;
import org.trunkline.engine.port.media.RemoteMedia.Encoding;
import org.trunkline.media.rtp.internal.bundle.MidExtension;
import org.trunkline.media.rtp.internal.convert.Converter;
import org.trunkline.media.rtp.internal.lay.Passage;
import org.trunkline.media.rtp.internal.meter.Drops;
import org.trunkline.media.rtp.internal.meter.NtpMapping;
import org.trunkline.media.rtp.internal.meter.PayloadTypes;
import org.trunkline.media.rtp.internal.meter.RemoteReports;
import org.trunkline.media.rtp.internal.meter.RoundTrip;
import org.trunkline.media.rtp.internal.meter.StreamHistory;
import org.trunkline.media.rtp.internal.meter.StreamMeter;

/**
 * One side of one media line: takes what that side sends, measures it and hands it to the other. Touched by its relay
 * loop only, save {@link #meter()} and {@link #roundTrip()}.
 */
public final class Side {
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

    private final SideTransport own;
    /** The same, or that of the line which has the transport of the bundle. */
    private SideTransport transport;
    /** What packets to it say of their line; none in a transport of its own. */
    private byte[] mid = {};
    private int midExtension;
    private Map<Integer, Encoding> codecs = Map.of();
    private boolean isRtp = true;
    private boolean isAudio = true;
    /** The node itself is here, and no phone. */
    private @Nullable NodeEnd node;
    /** What this side sends is something else for the other. */
    private @Nullable Converter converter;
    /** What else is done with what this side sends. */
    private @Nullable Passage passage;
    private @Nullable Runnable passageEnds;
    private boolean sends;
    private boolean receives;
    private boolean reported;
    private long reportedAt;

    public Side(RtpSession session, LegSide leg) {
        this.session = session;
        this.leg = leg;
        own = new SideTransport(session, this);
        transport = own;
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

    private Drops drops() {
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
    void attach(PortPair sockets) {
        own.attach(sockets);
    }

    /** It has no sockets any more, neither its own nor those of a bundle. */
    void detach() {
        transport.leave(this);
        transport = own;
        own.detach();
    }

    /** @param trusted where the side's signalling comes from */
    void signalled(RemoteMedia remote, InetAddress trusted) {
        described(remote, own);
        own.signalled(remote, trusted);
    }

    /** @param with the line whose transport it shares from now on */
    void bundled(RemoteMedia remote, Side with) {
        described(remote, with.own);
    }

    private void described(RemoteMedia remote, SideTransport by) {
        isRtp = remote.media().equals("audio") || remote.media().equals("video");
        isAudio = remote.media().equals("audio");
        sends = remote.sends();
        receives = remote.receives();
        if (transport != by)
            transport.leave(this);
        transport = by;
        midExtension = 0;
        if (remote.security().orElse(null) instanceof DtlsSrtp browser && browser.bundle().isPresent()) {
            var bundle = browser.bundle().get();
            transport.join(this, bundle);
            mid = bundle.mid().getBytes(StandardCharsets.US_ASCII);
            midExtension = bundle.extension();
        } else {
            transport.leave(this);
        }
        speak(remote.codecs());
    }

    /** The node itself is this side from now on. @param says what its packets are */
    void take(NodeEnd end, Map<Integer, Encoding> says) {
        node = end;
        if (passageEnds != null)
            passageEnds.run(); // others may be behind an application, and know of nothing
        sends = true;
        receives = true;
        speak(says);
    }

    void speak(Map<Integer, Encoding> says) {
        codecs = says;
        if (other != null) {
            tellMeter(other);
            other.tellMeter(this);
            transport.types(this, codecs.keySet(), other.codecs.keySet());
            other.transport.types(other, codecs.keySet(), other.codecs.keySet());
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

    /** The other side reports what it lost of a source. @param fraction in 256ths */
    void heardLoss(int source, int fraction, long nanos) {
        var by = converter;
        if (by != null && by.ssrc() == source)
            by.heardLoss(fraction, nanos);
        var end = node;
        if (end != null)
            end.heardLoss(source, fraction, nanos);
    }

    /** Whether either side gets another stream than the other sends, so that the reports of one mean nothing to the other. */
    boolean isConverted() {
        return converter != null || other != null && other.converter != null;
    }

    /** Whether that source is sent to this side. */
    boolean isSent(int ssrc) {
        return other != null && other.meter.source(ssrc) != null;
    }

    /** Sends the other side what was made of this side's packets. */
    void converted(Converter by, ByteBuffer packet) {
        if (converter != by || other == null)
            return;
        by.sends(packet, now());
        onward(other, packet);
    }

    /** What this side sends goes that way from now on. @param ends run where the node becomes this side @return false where it is already */
    boolean lead(Passage by, Runnable ends) {
        if (node != null)
            return false;
        passage = by;
        passageEnds = ends;
        return true;
    }

    /** What this side sends is sent as it is from now on. Again does nothing. */
    void leadNoMore() {
        var by = passage;
        passage = null;
        passageEnds = null;
        if (by != null)
            by.end();
    }

    /** Sends the other side a packet of this one as it is. */
    void onward(ByteBuffer packet) {
        if (other != null)
            other.deliver(packet, false);
    }

    private void onward(Side to, ByteBuffer packet) {
        var by = passage;
        if (by == null)
            to.deliver(packet, false);
        else
            by.send(packet, encoding(to.codecs, packet).or(() -> encoding(codecs, packet)), now());
    }

    private static Optional<Encoding> encoding(Map<Integer, Encoding> types, ByteBuffer packet) {
        return Optional.ofNullable(types.get(packet.get(1) & 0x7F));
    }

    /** Again does nothing. */
    void leave(NodeEnd end) {
        if (node != end)
            return;
        node = null;
        sends = false;
        receives = false;
    }

    /** A packet of the node's own, measured as any other. */
    void play(ByteBuffer packet) {
        if (meter.rtp(packet, now()))
            pass(packet, false);
    }

    /** An RTP packet of the side, decrypted, position 0. */
    void media(ByteBuffer packet, long nanos) {
        if (!meter.rtp(packet, nanos)) {
            drops().invalid++;
            return;
        }
        heard(nanos, false);
        pass(packet, false);
    }

    /** A packet of a line that is not RTP. */
    void opaque(ByteBuffer packet, boolean control, long nanos) {
        if (!control)
            meter.opaque(packet.limit());
        heard(nanos, control);
        pass(packet, control);
    }

    private void heard(long nanos, boolean control) {
        transport.heard(nanos, control);
        if (!control)
            session.heard(nanos);
    }

    private void pass(ByteBuffer packet, boolean control) {
        if (other == null)
            return;
        var end = other.node;
        if (end != null) {
            if (!control)
                end.heard(packet);
            return;
        }
        if (!control && !(sends && other.receives)) {
            drops().unwanted++;
            return;
        }
        if (control) {
            other.deliver(packet, true);
            return;
        }
        var by = converter;
        var ear = passage;
        if (ear != null)
            ear.said(packet, (by == null ? encoding(other.codecs, packet) : Optional.<Encoding>empty()).or(() -> encoding(codecs, packet)), now());
        if (by == null || !by.takes(packet))
            onward(other, packet);
        else if (!by.take(packet, now()))
            drops().overload++;
    }

    private void deliver(ByteBuffer packet, boolean control) {
        if (!control && midExtension > 0)
            MidExtension.put(packet, midExtension, mid);
        transport.pass(packet, control);
    }

    /** A compound report of the side, decrypted. */
    void report(ByteBuffer packet, long nanos) {
        if (reader == null && other != null)
            reader = new ReportReader(this, other);
        if (reader == null || !reader.read(packet, nanos)) {
            drops().invalid++;
            return;
        }
        reported = true;
        reportedAt = nanos;
        transport.reported(nanos);
        if (!isConverted())
            pass(packet, true);
    }

    /** Whether it sent a report after that time. */
    boolean reportedSince(long nanos) {
        return reported && reportedAt - nanos > 0;
    }

    /** Whether it is known where it wants reports. */
    boolean takesReports() {
        return transport.takesReports();
    }

    /** Sends it a report of the node's own. */
    void sendReport(ByteBuffer packet) {
        transport.pass(packet, true);
    }

    void tick(long nanos) {
        own.tick(nanos);
        if (isRtp && other != null && session.writesReports())
            report(other, nanos);
        remember(nanos);
    }

    Optional<RtpSession.Fault> failure(long answeredAt, long nanos) {
        var by = converter;
        var silent = by == null ? Duration.ZERO : by.failing();
        return silent.compareTo(Converter.LONGEST_FAILURE) >= 0 ? Optional.of(new RtpSession.Fault(Media.Failure.NO_CODEC, silent)) : own.failure(answeredAt, nanos);
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
            var begun = new StreamHistory(meter, roundTrip, first.firstNanos);
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
        return transport.source();
    }
}
