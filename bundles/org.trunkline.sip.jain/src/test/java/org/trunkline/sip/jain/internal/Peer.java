package org.trunkline.sip.jain.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

import org.trunkline.testkit.Sdps;

/** A SIP peer of bare datagrams. */
public final class Peer implements AutoCloseable {
    /** At one port. */
    private record Port(DatagramSocket datagrams, Socket stream) {}

    private static final Map<String, Pattern> HEADERS = new ConcurrentHashMap<>();

    private final DatagramSocket socket;
    /** Does not listen, and neither does anybody else there: to a peer over TCP there is no way. */
    private final Socket stream;
    private final InetSocketAddress node;
    private final byte[] buffer = new byte[65_536];

    public Peer(InetSocketAddress node) throws IOException {
        this.node = node;
        var port = port(InetAddress.getLoopbackAddress());
        socket = port.datagrams();
        stream = port.stream();
        socket.setSoTimeout(60_000);
        socket.setReceiveBufferSize(1 << 20); // as far as the system gives it
    }

    private static Port port(InetAddress address) throws IOException {
        while (true) {
            var stream = new Socket();
            try {
                stream.bind(new InetSocketAddress(address, 0));
                return new Port(new DatagramSocket(stream.getLocalSocketAddress()), stream);
            } catch (BindException e) {
                stream.close(); // taken for datagrams: another
            }
        }
    }

    public int port() {
        return socket.getLocalPort();
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    public void send(String message) throws IOException {
        byte[] bytes = message.replace("\n", "\r\n").getBytes(UTF_8);
        socket.send(new DatagramPacket(bytes, bytes.length, node));
    }

    public synchronized String receive() throws IOException {
        var packet = new DatagramPacket(buffer, buffer.length);
        socket.receive(packet);
        return new String(buffer, 0, packet.getLength(), UTF_8);
    }

    /** The next message whose first line begins so. */
    public String receive(String start) throws IOException {
        while (true) {
            String message = receive();
            if (message.startsWith(start))
                return message;
        }
    }

    /** The same, of those that have this too. */
    public String receive(String start, String within) throws IOException {
        while (true) {
            String message = receive(start);
            if (message.contains(within))
                return message;
        }
    }

    public String receiveWithin(Duration time, String start, String within) throws IOException {
        int usual = socket.getSoTimeout();
        socket.setSoTimeout((int) time.toMillis());
        try {
            return receive(start, within);
        } finally {
            socket.setSoTimeout(usual);
        }
    }

    /** Body headers and an offer. */
    public static String sdp(int port) {
        String body = Sdps.offer("127.0.0.1", port).replace("\r\n", "\n");
        int lines = (int) body.chars().filter(c -> c == '\n').count();
        return "Content-Type: application/sdp\nContent-Length: " + (body.length() + lines) + "\n\n" + body;
    }

    public static String header(String message, String name) {
        var matcher = HEADERS.computeIfAbsent(name, it -> Pattern.compile("(?mi)^" + Pattern.quote(it) + ": *(.*)$"))
                .matcher(message);
        if (!matcher.find())
            throw new AssertionError("no " + name + " in\n" + message);
        return matcher.group(1);
    }

    /** An answer to a request received. */
    public static String answer(String request, int status, String toTag, String more) {
        return "SIP/2.0 " + status + " Whatever\nVia: " + header(request, "Via") + "\nFrom: " + header(request, "From")
                + "\nTo: " + header(request, "To") + ";tag=" + toTag + "\nCall-ID: " + header(request, "Call-ID")
                + "\nCSeq: " + header(request, "CSeq") + '\n' + more + "Content-Length: 0\n\n";
    }

    public String request(String method, String callId, String branch, String more) {
        return method + " sip:bob@127.0.0.1 SIP/2.0\nVia: SIP/2.0/UDP 127.0.0.1:" + port() + ";rport;branch=z9hG4bK"
                + branch + "\nMax-Forwards: 70\nFrom: \"A \\\"x\\\"\" <sip:alice@127.0.0.1>;tag=a1\nTo: <sip:bob@127.0.0.1>\nCall-ID: "
                + callId + "\nCSeq: 1 " + method + "\nContact: <sip:alice@127.0.0.1:" + port() + ">\n" + more
                + "Content-Length: 0\n\n";
    }

    @Override
    public void close() {
        socket.close();
        try {
            stream.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
