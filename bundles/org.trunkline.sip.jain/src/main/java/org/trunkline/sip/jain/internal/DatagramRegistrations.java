package org.trunkline.sip.jain.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.DatagramPacket;
import java.net.InetSocketAddress;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.time.Instant;

import org.trunkline.domain.config.Transport;
import org.trunkline.engine.port.RegisterHandler.Register;
import org.trunkline.engine.port.RegisterHandler.Reply;
import org.trunkline.engine.port.WireMessage;

/**
 * Answers REGISTER from the bytes of its datagram where it is written as phones do ({@link RegisterHead}). The answer is
 * there at once, so no transaction waits for it; it is kept for when the request comes again. <b>Threads:</b> any.
 */
final class DatagramRegistrations implements DirectUdp.Quick {
    private static final byte[] METHOD = Ascii.bytes("REGISTER ");
    private static final byte[] CHALLENGE = Ascii.bytes("WWW-Authenticate: ");
    private static final byte[] CONTACT = Ascii.bytes("Contact: ");
    private static final byte[] PATH = Ascii.bytes("Path: "); // RFC 3327 §5.3
    private static final byte[] MIN_EXPIRES = Ascii.bytes("Min-Expires: ");

    private final JainSignaling signaling;
    private final SourceGuard guard;
    private final HeadScan scan;
    private final RegisterHead head = new RegisterHead();
    private final CopiedAnswer answer = new CopiedAnswer();

    DatagramRegistrations(JainSignaling signaling, SourceGuard guard, HeadScan scan) {
        this.signaling = signaling;
        this.guard = guard;
        this.scan = scan;
    }

    /** @return whether it was answered here; the stack does the rest */
    @Override
    public boolean takes(DatagramPacket packet, DirectUdp.Processor port) {
        byte[] bytes = packet.getData();
        return packet.getLength() > METHOD.length && Ascii.equal(bytes, 0, METHOD.length, METHOD)
                && packet.getSocketAddress() instanceof InetSocketAddress source && takes(bytes, source, port);
    }

    private synchronized boolean takes(byte[] bytes, InetSocketAddress source, DirectUdp.Processor port) {
        var handler = signaling.handler();
        if (handler.isEmpty() || scan.read(bytes, bytes.length, true).isPresent() || !scan.fresh()
                || !CopiedAnswer.copies(scan))
            return false;
        var transaction = scan.transaction();
        if (transaction.isEmpty() || signaling.udp().repeats(transaction.get()))
            return transaction.isPresent();
        var register = head.read(bytes, scan, source);
        if (register.isEmpty())
            return false;
        var reply = handler.get().registrar().register(register.get());
        guard.answered(source.getAddress(), reply.status(), stale(reply), () -> !register.get().authorization().isEmpty());
        signaling.udp().answered(transaction.get(), datagram(bytes, register.get(), reply, port));
        return true;
    }

    private static boolean stale(Reply reply) {
        for (String challenge : reply.challenges())
            if (challenge.contains("stale=true"))
                return true;
        return false;
    }

    private Datagram datagram(byte[] request, Register register, Reply reply, DirectUdp.Processor port) {
        String status = reply.status() + " " + Registrations.reason(reply);
        var out = encode(request, register, reply, status);
        byte[] bytes = new byte[out.remaining()];
        out.get(bytes);
        return new Datagram(port, new WireMessage(Instant.now(), true, CopiedAnswer.target(scan.via(), register.source()),
                Transport.UDP, register.callId(), "", "", status, bytes), false);
    }

    private ByteBuffer encode(byte[] request, Register register, Reply reply, String status) {
        answer.begin(Ascii.bytes(status), request, scan, register.source(), Ascii.bytes(Tokens.tag()));
        try {
            reply.challenges().forEach(challenge -> answer.line(CHALLENGE, Ascii.bytes(challenge)));
            reply.contacts().forEach(bound -> answer.line(CONTACT, Ascii.bytes(Registrations.contact(bound))));
            if (reply.status() == 200)
                register.path().forEach(path -> answer.line(PATH, path.getBytes(UTF_8)));
            reply.minExpires().ifPresent(seconds -> answer.line(MIN_EXPIRES, Ascii.bytes(String.valueOf(seconds))));
            return answer.end();
        } catch (BufferOverflowException e) { // so many contacts that no datagram takes them
            return answer.begin(Ascii.bytes("500 Too Many Contacts"), request, scan, register.source(), Ascii.bytes(Tokens.tag()))
                    .end();
        }
    }
}
