package org.trunkline.sip.jain.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;

import org.trunkline.engine.port.signaling.RegisterHandler.Register;
import org.trunkline.engine.port.signaling.RegisterHandler.Reply;
import org.trunkline.sip.jain.internal.guard.SourceGuard;
import org.trunkline.sip.jain.internal.transport.UdpSocket;
import org.trunkline.sip.jain.internal.wire.Arrival;
import org.trunkline.sip.jain.internal.wire.Ascii;
import org.trunkline.sip.jain.internal.wire.CopiedAnswer;
import org.trunkline.sip.jain.internal.wire.SipTokens;

/**
 * Answers REGISTER from the bytes of its datagram where it is written as phones do ({@link RegisterParser}). The answer is
 * there at once, so no transaction waits for it; it is kept for when the request comes again. <b>Threads:</b> any.
 */
final class DatagramRegistrations implements UdpSocket.Quick {
    private static final byte[] CHALLENGE = Ascii.bytes("WWW-Authenticate: ");
    private static final byte[] CONTACT = Ascii.bytes("Contact: ");
    private static final byte[] PATH = Ascii.bytes("Path: "); // RFC 3327 §5.3
    private static final byte[] MIN_EXPIRES = Ascii.bytes("Min-Expires: ");

    private static final byte[] WARNING = Ascii.bytes("Warning: ");

    private static final byte[] FEATURES = Ascii.bytes("Feature-Caps: ");

    private final JainSignaling signaling;
    private final SourceGuard guard;
    private final RegisterParser head = new RegisterParser();
    private final CopiedAnswer answer = new CopiedAnswer();

    DatagramRegistrations(JainSignaling signaling, SourceGuard guard) {
        this.signaling = signaling;
        this.guard = guard;
    }

    /** @return whether it was answered here; the parser reads the rest */
    @Override
    public boolean takes(Arrival arrival, UdpSocket socket) {
        return arrival.head().isMethod("REGISTER") && arrival.head().fresh() && CopiedAnswer.copies(arrival.head())
                && answers(arrival, socket);
    }

    private synchronized boolean answers(Arrival arrival, UdpSocket socket) {
        var handler = signaling.handler();
        var transaction = arrival.head().transaction();
        if (handler.isEmpty() || transaction.isEmpty())
            return false;
        if (signaling.transactions().repeats(transaction.get()))
            return true;
        var read = head.read(arrival.bytes(), arrival.head(), arrival.source());
        if (read.isEmpty())
            return false;
        var register = read.get();
        var reply = handler.get().registrar().register(register);
        guard.answered(arrival.source().getAddress(), reply.status(), stale(reply), true, () -> !register.authorization().isEmpty());
        signaling.transactions().answered(transaction.get(), encode(arrival, register, reply), socket,
                CopiedAnswer.target(arrival.head().via(), arrival.source()));
        return true;
    }

    private static boolean stale(Reply reply) {
        for (String challenge : reply.challenges())
            if (challenge.contains("stale=true"))
                return true;
        return false;
    }

    private ByteBuffer encode(Arrival arrival, Register register, Reply reply) {
        begin(arrival, reply.status() + " " + RegistrarAdapter.reason(reply));
        try {
            for (String challenge : reply.challenges())
                answer.line(CHALLENGE, Ascii.bytes(challenge));
            for (var bound : reply.contacts())
                answer.line(CONTACT, Ascii.bytes(RegistrarAdapter.contact(bound)));
            if (reply.status() == 200)
                for (String path : register.path())
                    answer.line(PATH, path.getBytes(UTF_8));
            if (reply.warning().isPresent())
                answer.line(WARNING, Ascii.bytes(reply.warning().get()));
            if (reply.features().isPresent())
                answer.line(FEATURES, Ascii.bytes(reply.features().get()));
            if (reply.minExpires().isPresent())
                answer.line(MIN_EXPIRES, Ascii.bytes(String.valueOf(reply.minExpires().getAsInt())));
            return answer.end();
        } catch (BufferOverflowException e) { // so many contacts that no datagram takes them
            begin(arrival, "500 Too Many Contacts");
            return answer.end();
        }
    }

    private void begin(Arrival arrival, String status) {
        answer.begin(Ascii.bytes(status), arrival.bytes(), arrival.head(), arrival.source(), Ascii.bytes(SipTokens.tag()));
    }
}
