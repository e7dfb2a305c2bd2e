package org.trunkline.sip.jain.internal;

import java.net.InetAddress;
import java.net.InetSocketAddress;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between the sockets and the stack's parser: who may speak at all, and is what they say a message?
 * <b>Threads:</b> any.
 */
final class Screen {
    private static final Logger LOG = LoggerFactory.getLogger(Screen.class);
    /** Refused for its rate; the second figure spreads those who come back. */
    private static final Refusal RATE = new Refusal(503, "Too Many Requests", "source-rate");

    private final SourceGuard guard;
    private final ThreadLocal<HeadScan> scans;

    Screen(BorderLimits limits, SourceGuard guard) {
        this.guard = guard;
        scans = ThreadLocal.withInitial(() -> new HeadScan(limits));
    }

    SourceGuard guard() {
        return guard;
    }

    boolean drops(InetAddress source) {
        return guard.drops(source);
    }

    /**
     * @param answer told of the bytes to send back, and of where to on UDP
     * @return whether the message goes on to the parser
     */
    boolean passes(byte[] bytes, int length, boolean datagram, InetSocketAddress source, Answer answer) {
        try {
            return judged(bytes, length, datagram, source, answer);
        } catch (RuntimeException e) { // a border: whatever is on the wire, the thread that reads it goes on
            LOG.debug("a message that could not be judged", e);
            guard.refusals().count(Refusal.MALFORMED);
            return false;
        }
    }

    private boolean judged(byte[] bytes, int length, boolean datagram, InetSocketAddress source, Answer answer) {
        var scan = scans.get();
        var refusal = scan.read(bytes, length, datagram);
        if (refusal.isEmpty() && scan.scanner() && scan.fresh() && guard.scans(source.getAddress()))
            return false;
        if (refusal.isEmpty() && (!scan.fresh() || guard.admits(source.getAddress())))
            return true;
        var why = refusal.orElse(RATE);
        boolean answered = why == RATE || guard.refused(source.getAddress(), why);
        if (answered && why.status() > 0 && scan.answerable()) {
            var rough = new RoughAnswer(bytes, scan.endOfHead(), source);
            byte[] text = why == RATE ? rough.bytes(why.status(), why.phrase(), "Retry-After: 5")
                    : rough.bytes(why.status(), why.phrase());
            if (text.length > 0)
                answer.send(text, rough.target());
        }
        return false;
    }

    /** After {@link #passes} refused a message on a stream: whether the next one can be found. */
    boolean inStep() {
        return scans.get().whole();
    }

    /** Sends what was not asked of the stack. */
    @FunctionalInterface
    interface Answer {
        void send(byte[] bytes, InetSocketAddress target);
    }
}
