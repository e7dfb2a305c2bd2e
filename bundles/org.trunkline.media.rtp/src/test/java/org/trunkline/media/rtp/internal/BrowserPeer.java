package org.trunkline.media.rtp.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

import org.bouncycastle.tls.DatagramTransport;
import org.trunkline.engine.port.media.DtlsSrtp;
import org.trunkline.engine.port.media.DtlsSrtp.Fingerprint;
import org.trunkline.engine.port.media.DtlsSrtp.Ice;
import org.trunkline.engine.port.media.MediaPort;
import org.trunkline.engine.port.media.RemoteMedia;
import org.trunkline.engine.port.media.RemoteMedia.Encoding;
import org.trunkline.engine.port.media.SrtpKeys;
import org.trunkline.engine.port.media.SrtpKeys.Suite;
import org.trunkline.media.rtp.internal.dtls.DtlsPhone;
import org.trunkline.media.rtp.internal.ice.Checks;
import org.trunkline.media.rtp.internal.srtp.SrtpContext;
import org.trunkline.media.rtp.internal.tcp.FramedSocket;

/** A far end as a browser is one: one socket for checks, handshake and media, or one TCP connection. */
final class BrowserPeer implements AutoCloseable {
    private static final InetSocketAddress NOWHERE = new InetSocketAddress("0.0.0.0", 9);

    static final int MID_EXTENSION = 4;

    final Ice node;
    final Ice own;
    private final DtlsPhone dtls = new DtlsPhone();
    private DatagramSocket socket = open();
    private Optional<FramedSocket> stream = Optional.empty();
    private MediaPort port;
    private SrtpContext srtp;
    /** It is the DTLS server. */
    private boolean waits;
    /** Handshake datagrams of the node's that are lost on their way. */
    private int lost;

    BrowserPeer(String name) {
        node = new Ice("node" + name, "the/password/of/the/node");
        own = new Ice("peer" + name, "the/password/of/the/peer");
    }

    private static DatagramSocket open() {
        try {
            return new DatagramSocket(new InetSocketAddress(Loopback.PEERS, 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    RemoteMedia media() {
        return media(new DtlsSrtp(node, own, dtls.fingerprint(), waits, Optional.empty()));
    }

    /** One line of a bundle. @param line that has the transport */
    RemoteMedia media(int line, String mid, String media, int type, String codec, int rate) {
        return new RemoteMedia(media, NOWHERE, NOWHERE, true, true, Map.of(type, new Encoding(codec, rate)))
                .with(Optional.of(new DtlsSrtp(node, own, dtls.fingerprint(), waits, Optional.of(new DtlsSrtp.Bundle(line, mid, MID_EXTENSION)))));
    }

    RemoteMedia media(DtlsSrtp security) {
        return new RemoteMedia("audio", NOWHERE, NOWHERE, true, true, Map.of(0, new Encoding("PCMU", 8000))).with(Optional.of(security));
    }

    Fingerprint fingerprint() {
        return dtls.fingerprint();
    }

    void talksTo(MediaPort to) {
        port = to;
    }

    /** From another port from now on, as behind another network. */
    void moves() {
        socket.close();
        socket = open();
    }

    void loses(int datagrams) {
        lost = datagrams;
    }

    /** The node has to begin the handshake. */
    void waits() {
        waits = true;
    }

    void neverRepeats() {
        dtls.neverRepeats();
    }

    /** Over TCP from now on. */
    void connects() {
        hangsUp();
        stream = Optional.of(new FramedSocket(InetAddress.ofLiteral(Loopback.PEERS), new InetSocketAddress(port.address(), port.tcp().orElseThrow())));
    }

    /** Over UDP from now on. */
    void hangsUp() {
        stream.ifPresent(FramedSocket::close);
        stream = Optional.empty();
    }

    void send(byte[] packet) {
        if (stream.isPresent()) {
            stream.get().send(packet);
            return;
        }
        try {
            socket.send(new DatagramPacket(packet, packet.length, port.address(), port.rtp()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<byte[]> receive(int millis, Predicate<byte[]> wanted) {
        long end = System.nanoTime() + millis * 1_000_000L;
        try {
            for (long left = millis; left > 0; left = (end - System.nanoTime()) / 1_000_000) {
                if (stream.isPresent()) {
                    var framed = stream.get().receive((int) left);
                    if (framed.filter(wanted).isPresent())
                        return framed;
                    continue;
                }
                socket.setSoTimeout((int) left);
                var packet = new DatagramPacket(new byte[2048], 2048);
                socket.receive(packet);
                byte[] bytes = Arrays.copyOf(packet.getData(), packet.getLength());
                if (wanted.test(bytes))
                    return Optional.of(bytes);
            }
            return Optional.empty();
        } catch (SocketTimeoutException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return whether the check was answered; asks until it is, as the relay may have to wake first */
    boolean check(boolean nominates) {
        return check(nominates, node, 60_000);
    }

    boolean check(boolean nominates, Ice of, int millis) {
        byte[] request = bytes(Checks.request(of, own, nominates));
        for (int waited = 0; waited < millis; waited += 20) {
            send(request);
            var answer = receive(20, packet -> packet[0] == 1);
            if (answer.isPresent())
                return Checks.isGenuineSuccess(ByteBuffer.wrap(answer.get()), of.password());
        }
        return false;
    }

    /** @param node its certificate */
    void shakesHands(Suite suite, Fingerprint node) throws IOException {
        SrtpKeys keys = waits ? dtls.awaitHands(node, new Datagrams()) : dtls.shakeHands(suite, node, new Datagrams());
        srtp = new SrtpContext(keys);
    }

    /** It closes its DTLS, as a page does that is closed. */
    void leaves() throws IOException {
        dtls.leaves();
    }

    void says(byte[] rtp) {
        var packet = ByteBuffer.allocate(rtp.length + SrtpContext.OVERHEAD).put(rtp).flip();
        if (!srtp.protect(packet))
            throw new AssertionError("not protected");
        send(bytes(packet));
    }

    void reports(byte[] rtcp) {
        var packet = ByteBuffer.allocate(rtcp.length + SrtpContext.OVERHEAD).put(rtcp).flip();
        if (!srtp.protectRtcp(packet))
            throw new AssertionError("not protected");
        send(bytes(packet));
    }

    /** The next RTP packet, decrypted. */
    Optional<byte[]> hears(int millis) {
        return receive(millis, packet -> (packet[0] & 0xC0) == 0x80 && ((packet[1] & 0xFF) < 192 || (packet[1] & 0xFF) > 223)).map(packet -> {
            var buffer = ByteBuffer.allocate(2048).put(packet).flip();
            if (!srtp.unprotect(buffer))
                throw new AssertionError("not of the node");
            return bytes(buffer);
        });
    }

    /** The next RTCP packet that begins with this type, decrypted. */
    Optional<byte[]> hearsReport(int type, int millis) {
        return receive(millis, packet -> (packet[0] & 0xC0) == 0x80 && (packet[1] & 0xFF) == type).map(packet -> {
            var buffer = ByteBuffer.allocate(2048).put(packet).flip();
            if (!srtp.unprotectRtcp(buffer))
                throw new AssertionError("not of the node");
            return bytes(buffer);
        });
    }

    /** The name of the line that the next RTP packet has in its header, with headers of one byte as the node writes them. */
    String hearsOf(int millis) {
        byte[] packet = hears(millis).orElseThrow();
        int length = (packet[16] & 0x0F) + 1;
        if ((packet[0] & 0x10) == 0 || packet[12] != (byte) 0xBE || (packet[16] & 0xF0) >>> 4 != MID_EXTENSION)
            throw new AssertionError("without a name");
        return new String(packet, 17, length);
    }

    /** Whatever looks like media, encrypted or not. */
    Optional<byte[]> anyMedia(int millis) {
        return receive(millis, packet -> (packet[0] & 0xC0) == 0x80);
    }

    private static byte[] bytes(ByteBuffer of) {
        byte[] bytes = new byte[of.limit()];
        of.get(0, bytes);
        return bytes;
    }

    @Override
    public void close() {
        hangsUp();
        socket.close();
    }

    private final class Datagrams implements DatagramTransport {
        @Override
        public int getReceiveLimit() {
            return 1500;
        }

        @Override
        public int getSendLimit() {
            return 200; // so that each flight is of several datagrams
        }

        @Override
        public int receive(byte[] into, int at, int room, int millis) {
            var found = BrowserPeer.this.receive(millis, packet -> packet[0] >= 20 && lost-- <= 0);
            found.ifPresent(packet -> System.arraycopy(packet, 0, into, at, packet.length));
            return found.map(packet -> packet.length).orElse(-1);
        }

        @Override
        public void send(byte[] from, int at, int length) {
            BrowserPeer.this.send(Arrays.copyOfRange(from, at, at + length));
        }

        @Override
        public void close() {
            // the socket is used on
        }
    }
}
