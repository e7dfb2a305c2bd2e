package org.trunkline.sip.jain.internal.transaction;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;
import org.trunkline.domain.config.Transport;
import org.trunkline.engine.port.signaling.WireMessage;
import org.trunkline.sip.jain.internal.transport.OutgoingMessage;
import org.trunkline.sip.jain.internal.transport.UdpSocket;

/**
 * The last answers given over UDP: a request that comes again within the first seconds gets the same one, and is not
 * taken for a replay. A transaction for each would live 32 s and weigh 10 kB, which is a gigabyte at 5,000
 * registrations a second. <b>Threads:</b> any.
 */
public final class RecentAnswers {
    private static final int KEPT = 8192;
    /** Two kilobytes each; those of one size that all have need less. */
    private static final int KEPT_BYTES = 16 << 20;

    private static final byte[] ANSWERED = {};
    /** Call-ID, both tags and the label. */
    private static final int TEXTS = 4;

    private final KeyedRing answers = new KeyedRing(KEPT, KEPT_BYTES);
    /** The sockets that answers left from: as many as the node has. */
    private final List<UdpSocket> ports = new CopyOnWriteArrayList<>();

    /** The answer as it was, but for its time; null where there is none to give again. */
    public @Nullable OutgoingMessage to(String transaction) {
        byte[] kept;
        synchronized (answers) {
            kept = answers.get(transaction.getBytes(UTF_8));
        }
        return kept == null || kept.length == 0 ? null : decode(ByteBuffer.wrap(kept));
    }

    public boolean has(String transaction) {
        synchronized (answers) {
            return answers.has(transaction.getBytes(UTF_8));
        }
    }

    public void keep(String transaction, OutgoingMessage answer, UdpSocket socket) {
        keep(transaction, encode(answer, portOf(socket)));
    }

    /** That it was answered, where the answer is sent once. */
    void note(String transaction) {
        keep(transaction, ANSWERED);
    }

    /** One that the ladder never sees. @param answer read from where it stands, which it keeps */
    public void keep(String transaction, ByteBuffer answer, UdpSocket port, InetSocketAddress remote) {
        var out = begin(portOf(port), false, remote, TEXTS * Integer.BYTES + answer.remaining());
        for (int i = 0; i < TEXTS; i++)
            out.putInt(0);
        keep(transaction, out.put(answer.duplicate()).array());
    }

    private void keep(String transaction, byte[] value) {
        byte[] key = transaction.getBytes(UTF_8);
        synchronized (answers) {
            answers.put(key, value);
        }
    }

    private int portOf(UdpSocket port) {
        int known = ports.indexOf(port);
        if (known >= 0)
            return known;
        synchronized (ports) {
            if (!ports.contains(port))
                ports.add(port);
            return ports.indexOf(port);
        }
    }

    private static byte[] encode(OutgoingMessage answer, int port) {
        var message = answer.message();
        var texts = List.of(message.callId().getBytes(UTF_8), message.localTag().getBytes(UTF_8),
                message.remoteTag().getBytes(UTF_8), message.label().getBytes(UTF_8));
        int length = message.bytes().length;
        for (byte[] text : texts)
            length += Integer.BYTES + text.length;
        var out = begin(port, answer.noted(), message.remote(), length);
        texts.forEach(text -> out.putInt(text.length).put(text));
        return out.put(message.bytes()).array();
    }

    /** @param more bytes that follow */
    private static ByteBuffer begin(int port, boolean noted, InetSocketAddress remote, int more) {
        byte[] address = remote.getAddress().getAddress();
        return ByteBuffer.allocate(3 * Integer.BYTES + 2 + address.length + more).putInt(port).put((byte) (noted ? 1 : 0))
                .putInt(remote.getPort()).putInt(remote.getAddress() instanceof Inet6Address six ? six.getScopeId() : 0)
                .put((byte) address.length).put(address);
    }

    private OutgoingMessage decode(ByteBuffer in) {
        var port = ports.get(in.getInt());
        boolean noted = in.get() != 0;
        int remotePort = in.getInt();
        int scope = in.getInt();
        var remote = new InetSocketAddress(address(bytes(in, in.get()), scope), remotePort);
        return new OutgoingMessage(port, new WireMessage(Instant.now(), true, remote, Transport.UDP, text(in), text(in), text(in),
                text(in), bytes(in, in.remaining())), noted);
    }

    private static InetAddress address(byte[] bytes, int scope) {
        try {
            return scope == 0 ? InetAddress.getByAddress(bytes) : Inet6Address.getByAddress(null, bytes, scope);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // it was one when it was kept
        }
    }

    private static String text(ByteBuffer in) {
        return new String(bytes(in, in.getInt()), UTF_8);
    }

    private static byte[] bytes(ByteBuffer in, int length) {
        var bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }
}
