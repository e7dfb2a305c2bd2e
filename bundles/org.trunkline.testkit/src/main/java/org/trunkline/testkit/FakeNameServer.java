package org.trunkline.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A DNS server on loopback (RFC 1035) with the NAPTR, SRV, CNAME, A and AAAA records that a test gives it. */
public final class FakeNameServer implements AutoCloseable {
    private static final int A = 1;
    private static final int CNAME = 5;
    private static final int AAAA = 28;
    private static final int SRV = 33;
    private static final int NAPTR = 35;
    private static final int HEADER = 12;

    private final DatagramSocket socket;
    private final Map<String, List<byte[]>> records = new ConcurrentHashMap<>();
    private final Map<String, Integer> lifetimes = new ConcurrentHashMap<>();
    private volatile int lifetime = 30;
    private final AtomicInteger asked = new AtomicInteger();

    public FakeNameServer() throws IOException {
        socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread.ofVirtual().name("fake-dns").start(this::serve);
    }

    /** {@code 127.0.0.1:port}. */
    public String address() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    /** Queries so far. */
    public int asked() {
        return asked.get();
    }

    /** How long records may be kept; 30 s by default. */
    public FakeNameServer lifetime(Duration time) {
        lifetime = (int) time.toSeconds();
        return this;
    }

    /** The same for one name. */
    public FakeNameServer lifetime(String name, Duration time) {
        lifetimes.put(name, (int) time.toSeconds());
        return this;
    }

    /** CNAME: another name for a host. */
    public FakeNameServer alias(String name, String host) {
        return add(name, CNAME, labels(host));
    }

    public FakeNameServer host(String name, String address) {
        var parsed = InetAddress.ofLiteral(address);
        return add(name, parsed.getAddress().length == 4 ? A : AAAA, parsed.getAddress());
    }

    public FakeNameServer service(String name, int priority, int weight, int port, String target) throws IOException {
        var data = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(data)) {
            out.writeShort(priority);
            out.writeShort(weight);
            out.writeShort(port);
            out.write(labels(target));
        }
        return add(name, SRV, data.toByteArray());
    }

    /** NAPTR (RFC 3403 §4.1). */
    public FakeNameServer way(String domain, int order, int preference, String flags, String service, String target)
            throws IOException {
        return naptr(domain, order, preference, List.of(flags, service, ""), target);
    }

    /** NAPTR that rewrites what was asked about, as ENUM has it (RFC 6116 §3). */
    public FakeNameServer rewrite(String domain, int order, int preference, String flags, String service, String regexp)
            throws IOException {
        return naptr(domain, order, preference, List.of(flags, service, regexp), "");
    }

    private FakeNameServer naptr(String domain, int order, int preference, List<String> texts, String target)
            throws IOException {
        var data = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(data)) {
            out.writeShort(order);
            out.writeShort(preference);
            for (String text : texts) {
                out.writeByte(text.length());
                out.write(text.getBytes(US_ASCII));
            }
            out.write(labels(target));
        }
        return add(domain, NAPTR, data.toByteArray());
    }

    private FakeNameServer add(String name, int type, byte[] data) {
        records.computeIfAbsent(name + ' ' + type, _ -> new ArrayList<>()).add(data);
        return this;
    }

    private static byte[] labels(String name) {
        var out = new ByteArrayOutputStream();
        for (String label : name.isEmpty() ? new String[0] : name.split("\\.")) {
            out.write(label.length());
            out.writeBytes(label.getBytes(US_ASCII));
        }
        out.write(0);
        return out.toByteArray();
    }

    private void serve() {
        while (!socket.isClosed())
            try {
                var packet = new DatagramPacket(new byte[512], 512);
                socket.receive(packet);
                asked.incrementAndGet();
                byte[] answer = answer(packet.getData(), packet.getLength());
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            } catch (IOException e) {
                return; // closed
            }
    }

    private byte[] answer(byte[] query, int length) throws IOException {
        var name = new StringBuilder();
        int at = HEADER;
        for (; query[at] != 0; at += query[at] + 1)
            name.append(name.isEmpty() ? "" : ".").append(new String(query, at + 1, query[at], US_ASCII));
        int type = query[at + 2];
        int end = at + 5;
        var own = records.get(name + " " + type);
        var found = own != null ? own : records.getOrDefault(name + " " + CNAME, List.of());
        boolean known = records.keySet().stream().anyMatch(key -> key.startsWith(name + " "));
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.write(query, 0, 2);
            out.writeShort(known ? 0x8580 : 0x8583); // authoritative; or no such name
            out.writeShort(1);
            out.writeShort(found.size());
            out.writeInt(0);
            out.write(query, HEADER, end - HEADER);
            for (byte[] data : found) {
                out.writeShort(0xC000 + HEADER);
                out.writeShort(own != null ? type : CNAME);
                out.writeShort(1);
                out.writeInt(lifetimes.getOrDefault(name.toString(), lifetime));
                out.writeShort(data.length);
                out.write(data);
            }
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        socket.close();
    }
}
