package org.trunkline.sip.jain.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

import javax.net.ssl.SSLContext;

/**
 * Sends bytes as they stand and gathers what comes back, then asks an OPTIONS that must be answered: by then the node
 * has dealt with what was sent before it.
 */
public final class Torture {
    private static final Pattern SENT_BY = Pattern.compile("(?im)^v(?:ia)?\\s*:\\s*SIP\\s*/\\s*2\\.0\\s*/\\s*\\w+\\s+"
            + "(?:\\[[^\\]]*\\]|[^\\s:;,\\[]+)\\s*(?::\\s*(\\d+))?");
    private static final int PATIENCE_SECONDS = Integer.getInteger("torture.patience", 60);
    private static int pings;

    private final InetSocketAddress node;
    private final InetAddress from;
    private final Optional<SSLContext> tls;

    public Torture(InetSocketAddress node, InetAddress from) {
        this(node, from, Optional.empty());
    }

    /** @param tls with which streams are opened */
    public Torture(InetSocketAddress node, InetAddress from, Optional<SSLContext> tls) {
        this.node = node;
        this.from = from;
        this.tls = tls;
    }

    private Socket connect() throws IOException {
        var plain = new Socket(node.getAddress(), node.getPort(), from, 0);
        plain.setSoTimeout(PATIENCE_SECONDS * 1000);
        return tls.isEmpty() ? plain
                : tls.get().getSocketFactory().createSocket(plain, node.getHostString(), node.getPort(), true);
    }

    private String ping(String transport, int port) {
        String id = "ping-" + ++pings;
        String host = from.getHostAddress().contains(":") ? '[' + from.getHostAddress() + ']' : from.getHostAddress();
        return ("OPTIONS sip:node SIP/2.0\nVia: SIP/2.0/" + transport + ' ' + host + ':' + port
                + ";rport;branch=z9hG4bK" + id + "\nMax-Forwards: 70\nFrom: <sip:a@b>;tag=1\nTo: <sip:node>\nCall-ID: "
                + id + "\nCSeq: 1 OPTIONS\nContent-Length: 0\n\n").replace("\n", "\r\n");
    }

    private static boolean isPing(String message) {
        return message.contains("\r\nCall-ID: ping-" + pings + "\r\n");
    }

    /** @param answers how many final ones to wait for */
    public List<String> datagram(byte[] message, int answers) throws Exception {
        int port = sentBy(message);
        var got = new LinkedBlockingQueue<String>();
        try (var listener = bound(port); var sender = bound(0)) {
            for (var socket : List.of(sender, listener))
                Thread.ofVirtual().start(() -> gather(socket, got));
            sender.send(new DatagramPacket(message, message.length, node));
            var all = await(got, answers);
            byte[] ping = ping("UDP", sender.getLocalPort()).getBytes(ISO_8859_1);
            sender.send(new DatagramPacket(ping, ping.length, node));
            return untilPing(got, all);
        }
    }

    /** Others on this machine may have the port for a moment. */
    private DatagramSocket bound(int port) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true)
            try {
                return new DatagramSocket(new InetSocketAddress(from, port));
            } catch (java.net.BindException e) {
                if (System.nanoTime() > end)
                    throw e;
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
    }

    private static int sentBy(byte[] message) {
        var via = SENT_BY.matcher(new String(message, ISO_8859_1).replaceAll("\r\n[ \t]+", " "));
        return !via.find() ? 0 : via.group(1) == null ? 5060 : Integer.parseInt(via.group(1));
    }

    private static void gather(DatagramSocket socket, BlockingQueue<String> got) {
        while (!socket.isClosed())
            try {
                var packet = new DatagramPacket(new byte[65_535], 65_535);
                socket.receive(packet);
                got.add(new String(packet.getData(), 0, packet.getLength(), ISO_8859_1));
            } catch (IOException e) {
                return; // closed
            }
    }

    private static List<String> await(BlockingQueue<String> got, int answers) throws InterruptedException {
        var all = new ArrayList<String>();
        while (all.size() < answers) {
            String next = got.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (next == null)
                return all;
            if (!next.startsWith("SIP/2.0 1") && !all.contains(next))
                all.add(next);
        }
        return all;
    }

    private static List<String> untilPing(BlockingQueue<String> got, List<String> all) throws InterruptedException {
        while (true) {
            String next = got.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (next == null)
                throw new AssertionError("the node is silent after " + all);
            if (isPing(next))
                return all;
            if (!next.startsWith("SIP/2.0 1") && !all.contains(next))
                all.add(next);
        }
    }

    /** @param answers how many to wait for before the other connection asks */
    public List<String> stream(byte[] message, int answers) throws Exception {
        try (var socket = connect()) {
            socket.getOutputStream().write(message);
            socket.getOutputStream().flush();
            var all = new ArrayList<String>();
            while (all.size() < answers) {
                String next = read(socket);
                if (next.isEmpty())
                    return all;
                if (!next.startsWith("SIP/2.0 1"))
                    all.add(next);
            }
            try (var other = connect()) {
                other.getOutputStream().write(ping(tls.isEmpty() ? "TCP" : "TLS", other.getLocalPort()).getBytes(ISO_8859_1));
                if (!isPing(read(other)))
                    throw new AssertionError("the node is silent after " + all);
            }
            socket.setSoTimeout(50);
            String more = read(socket);
            if (!more.isEmpty() && !more.startsWith("SIP/2.0 1"))
                all.add(more);
            return all;
        }
    }

    /** One message without a body; nothing where the connection ended or stays silent. */
    private static String read(Socket socket) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try {
            while (!bytes.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
                int next = socket.getInputStream().read();
                if (next < 0)
                    return bytes.toString(ISO_8859_1);
                if (bytes.size() > 0 || next != '\r' && next != '\n') // keep-alives
                    bytes.write(next);
            }
        } catch (SocketTimeoutException e) {
            return bytes.toString(ISO_8859_1);
        } catch (java.net.SocketException e) {
            return ""; // the node closed it with something of ours unread
        }
        return bytes.toString(ISO_8859_1);
    }
}
