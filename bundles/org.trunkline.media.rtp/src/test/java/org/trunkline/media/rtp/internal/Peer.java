package org.trunkline.media.rtp.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.Map;
import java.util.Optional;

import org.trunkline.engine.port.media.MediaPort;
import org.trunkline.engine.port.media.RemoteMedia;
import org.trunkline.engine.port.media.RemoteMedia.Encoding;

/** A far end with an RTP and an RTCP socket of its own. */
public final class Peer implements AutoCloseable {
    public final DatagramSocket rtp;
    final DatagramSocket rtcp;
    private MediaPort node;

    public Peer(String address) {
        try {
            var host = InetAddress.ofLiteral(address);
            rtp = new DatagramSocket(new InetSocketAddress(host, 0));
            rtcp = new DatagramSocket(new InetSocketAddress(host, 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Peer() {
        this(Loopback.PEERS);
    }

    public InetAddress address() {
        return rtp.getLocalAddress();
    }

    public void talksTo(MediaPort port) {
        node = port;
    }

    public RemoteMedia media(boolean sends, boolean receives) {
        return media("audio", sends, receives, false);
    }

    public RemoteMedia media(String media, boolean sends, boolean receives, boolean mux) {
        var here = new InetSocketAddress(address(), rtp.getLocalPort());
        return new RemoteMedia(media, here, mux ? here : new InetSocketAddress(address(), rtcp.getLocalPort()), sends,
                receives, Map.of(0, new Encoding("PCMU", 8000), 101, new Encoding("telephone-event", 8000)));
    }

    public void send(byte[] packet) {
        send(rtp, packet, node.rtp());
    }

    public void sendRtcp(byte[] packet) {
        send(rtcp, packet, node.rtcp());
    }

    private void send(DatagramSocket from, byte[] packet, int port) {
        try {
            from.send(new DatagramPacket(packet, packet.length, node.address(), port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Optional<byte[]> receive() {
        return receive(rtp, 60_000);
    }

    public Optional<byte[]> receiveRtcp() {
        return receive(rtcp, 60_000);
    }

    /** What is there at once, for asserting that nothing is. */
    public Optional<byte[]> peek() {
        return receive(rtp, 40);
    }

    Optional<byte[]> peekRtcp() {
        return receive(rtcp, 40);
    }

    private static Optional<byte[]> receive(DatagramSocket on, int millis) {
        try {
            on.setSoTimeout(millis);
            var packet = new DatagramPacket(new byte[70_000], 70_000);
            on.receive(packet);
            return Optional.of(java.util.Arrays.copyOf(packet.getData(), packet.getLength()));
        } catch (SocketTimeoutException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        rtp.close();
        rtcp.close();
    }
}
