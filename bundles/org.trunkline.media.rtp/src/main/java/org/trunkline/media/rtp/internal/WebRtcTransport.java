package org.trunkline.media.rtp.internal;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.trunkline.engine.port.media.DtlsSrtp;
import org.trunkline.engine.port.media.Media;
import org.trunkline.engine.port.media.SrtpKeys;
import org.trunkline.media.rtp.internal.RtpSession.Fault;
import org.trunkline.media.rtp.internal.dtls.DtlsAssociation;
import org.trunkline.media.rtp.internal.dtls.DtlsHandshakes;
import org.trunkline.media.rtp.internal.ice.IceLite;
import org.trunkline.media.rtp.internal.ice.IcePath;
import org.trunkline.media.rtp.internal.net.MediaSocket;
import org.trunkline.media.rtp.internal.tcp.TcpEnd;
import org.trunkline.media.rtp.internal.tcp.TcpPath;

/**
 * How a side that is a browser comes to its path and its keys: connectivity checks, then a DTLS handshake, on the port that
 * its media will have (RFC 7983). Touched by the relay loop only.
 */
final class WebRtcTransport implements MediaSocket.Negotiation, TcpEnd.Taker, AutoCloseable {
    /** Checks and handshakes of a phone that tries eight paths, several times over. */
    private static final int MOST_PER_SECOND = 200;
    private static final long SECOND = 1_000_000_000L;
    private static final int FIRST_OF_DTLS = 20;
    private static final int LONGEST_DTLS = 1500;
    /** From the answer to the keys. Browsers themselves give up after 15 to 30 seconds. */
    static final Duration SETUP = Duration.ofSeconds(20);
    /** Without a check. A phone that changes networks has time for an ICE restart after its consent expired. */
    static final Duration LOST = IceLite.CONSENT.plusSeconds(15);

    /** After the side closed its DTLS: the signalling that ends its call may be a moment behind. */
    static final Duration LEFT = Duration.ofSeconds(4);

    /** What it does to its side. */
    interface Owner {
        long now();

        /** To somebody who need not be the source of the media. */
        void send(ByteBuffer packet, IcePath to);

        /** The other side is there: a right check came that way. */
        void alive(IcePath path);

        /** Media is wanted there from now on. */
        void nominated(IcePath path);

        /** It may be in another network now. */
        void restarted();

        /** Media over TCP, from a connection whose check was right. */
        void arrived(ByteBuffer packet);

        /** Nothing comes that way any more. */
        void lost(IcePath path);

        void agreed(SrtpKeys keys);

        /** Has something done by the relay loop. */
        void post(Runnable task);

        void dropped(boolean flood);

        /** So many packets of the side were dropped before they came here. */
        void overloaded(int packets);
    }

    private final Owner side;
    private final DtlsHandshakes handshakes;
    private final Optional<TcpEnd> tcp;
    private DtlsSrtp said;
    private IceLite ice;
    /** That of before a restart, whose consent counts until the first check after it (RFC 8445 §9). */
    private @Nullable IceLite before;
    private DtlsAssociation dtls;
    /** Where the handshake is. */
    private @Nullable IcePath peer;
    /** When it was made, or its credentials changed last. */
    private long begunAt;
    /** It closed its DTLS, which revokes its consent (RFC 7675 §5.2). */
    private boolean left;
    private long leftAt;
    private long secondBegan;
    private int inSecond;
    private boolean closed;

    WebRtcTransport(Owner side, RelaySettings.Border border, DtlsSrtp said) {
        this.side = side;
        handshakes = border.dtls();
        this.said = said;
        tcp = border.tcp().map(paths -> paths.open(side::post, this));
        tcp.ifPresent(it -> it.expect(said.local(), said.remote()));
        ice = new IceLite(said.local(), said.remote());
        dtls = association(said);
        begunAt = side.now();
    }

    private DtlsAssociation association(DtlsSrtp with) {
        Consumer<byte[]> out = datagram -> side.post(() -> {
            if (peer != null)
                side.send(ByteBuffer.wrap(datagram), peer);
        });
        left = false;
        return handshakes.await(with.certificate(), with.begins(), out, keys -> side.post(() -> side.agreed(keys)),
                () -> side.post(() -> leaves(with)));
    }

    /** @param whose association it closed: perhaps not the present one */
    private void leaves(DtlsSrtp whose) {
        if (dtls.isWith(whose.certificate())) {
            left = true;
            leftAt = side.now();
        }
    }

    /** The side described itself again. Other credentials are an ICE restart; another certificate is another handshake. */
    void signalled(DtlsSrtp now) {
        if (!now.local().equals(said.local()) || !now.remote().equals(said.remote()))
            restart(now);
        if (!dtls.isWith(now.certificate())) {
            dtls.close();
            dtls = association(now);
        }
        said = now;
    }

    private void restart(DtlsSrtp now) {
        if (ice.consents(side.now())) // else that of before a restart that was not checked counts on
            before = ice;
        ice = new IceLite(now.local(), now.remote());
        side.restarted();
        tcp.ifPresent(it -> it.expect(now.local(), now.remote()));
        begunAt = side.now();
    }

    /** @return whether media comes from there from now on */
    @Override
    public boolean arrived(ByteBuffer packet, InetSocketAddress from) {
        return arrived(packet, new IcePath.Udp(from));
    }

    /** The same over any path. */
    boolean arrived(ByteBuffer packet, IcePath from) {
        if (isFlood(side.now()))
            return false;
        if ((packet.get(0) & 0xFF) >= FIRST_OF_DTLS) {
            handshake(packet, from);
            return false;
        }
        var check = ice.check(packet, from, side.now());
        if (check.isEmpty()) {
            side.dropped(false);
            return false;
        }
        side.send(check.get().answer(), from);
        if (check.get().right()) {
            side.alive(from);
            before = null;
            if (said.begins())
                begin(from);
        }
        if (check.get().nominated()) {
            peer = from;
            side.nominated(from);
        }
        return check.get().nominated();
    }

    /** The check had the password of the signalling, so the server is there. */
    private void begin(IcePath server) {
        if (peer == null)
            peer = server;
        dtls.reached(server.address().getAddress(), side.now());
    }

    private void handshake(ByteBuffer packet, IcePath from) {
        int length = packet.limit();
        if (length > LONGEST_DTLS || !ice.knows(from)) {
            side.dropped(false);
            return;
        }
        peer = from;
        byte[] datagram = new byte[length];
        packet.get(0, datagram);
        if (!dtls.arrived(datagram, from.address().getAddress(), side.now()))
            side.dropped(true);
    }

    @Override
    public void arrived(ByteBuffer packet, TcpPath path) {
        if (closed)
            return;
        if (MediaSocket.isNegotiation(packet))
            arrived(packet, (IcePath) path);
        else
            side.arrived(packet);
    }

    @Override
    public void overloaded(int packets) {
        side.overloaded(packets);
    }

    @Override
    public void lost(TcpPath path) {
        ice.forget(path);
        if (path.equals(peer))
            peer = null;
        if (!closed)
            side.lost(path);
    }

    private boolean isFlood(long nanos) {
        if (nanos - secondBegan > SECOND) {
            secondBegan = nanos;
            inSecond = 0;
        }
        boolean flood = ++inSecond > MOST_PER_SECOND;
        if (flood)
            side.dropped(true);
        return flood;
    }

    /** Whether the side still wants to get anything (RFC 7675). */
    boolean consents() {
        return !left && (ice.consents(side.now()) || before != null && before.consents(side.now()));
    }

    void tick(long nanos) {
        dtls.tick(nanos);
    }

    /**
     * Why the side is of no use any more.
     *
     * @param keyed whether keys were agreed on
     * @param answeredAt when its call was
     */
    Optional<Fault> failure(boolean keyed, long answeredAt, long nanos) {
        if (!keyed)
            return lasts(Media.Failure.NO_KEYS, Math.min(nanos - answeredAt, nanos - begunAt), SETUP);
        return (left ? lasts(Media.Failure.CONSENT_EXPIRED, nanos - leftAt, LEFT) : Optional.<Fault>empty())
                .or(() -> lasts(Media.Failure.CONSENT_EXPIRED, nanos - ice.checkedSince(begunAt), LOST));
    }

    private static Optional<Fault> lasts(Media.Failure what, long since, Duration longest) {
        return since > longest.toNanos() ? Optional.of(Fault.of(what, since)) : Optional.empty();
    }

    @Override
    public void close() {
        closed = true;
        tcp.ifPresent(TcpEnd::close);
        dtls.close();
    }
}
