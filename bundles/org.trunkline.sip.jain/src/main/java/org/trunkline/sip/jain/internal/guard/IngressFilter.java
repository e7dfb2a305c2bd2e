package org.trunkline.sip.jain.internal.guard;

import java.net.InetAddress;
import java.net.InetSocketAddress;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.sip.jain.internal.wire.BorderLimits;
import org.trunkline.sip.jain.internal.wire.HeadIndex;
import org.trunkline.sip.jain.internal.wire.HeaderName;
import org.trunkline.sip.jain.internal.wire.HeaderValidator;
import org.trunkline.sip.jain.internal.wire.Refusal;
import org.trunkline.sip.jain.internal.wire.StatelessResponse;

/**
 * Stands between the sockets and the stack's parser: who may speak at all, and is what they say a message?
 * <b>Threads:</b> any.
 */
public final class IngressFilter {
    private enum Way {
        STREAM, FRAMES, DATAGRAM;

        /** Whether the body is with the head. */
        boolean whole() {
            return this != STREAM;
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(IngressFilter.class);
    /** Refused for its rate; the second figure spreads those who come back. */
    private static final Refusal RATE = new Refusal(503, "Too Many Requests", "source-rate");

    private static final Refusal BUSY = new Refusal(503, "Service Unavailable", "overload");

    private final BorderLimits limits;
    private final SourceGuard guard;
    private final ThreadLocal<HeaderValidator> scans;

    public IngressFilter(BorderLimits limits, SourceGuard guard) {
        this.limits = limits;
        this.guard = guard;
        scans = ThreadLocal.withInitial(() -> new HeaderValidator(limits));
    }

    public SourceGuard guard() {
        return guard;
    }

    /** Whether a message from there is not even read. */
    public boolean drops(InetAddress source, boolean datagram) {
        return guard.drops(source, datagram);
    }

    /** For a single reader. */
    public HeaderValidator scan() {
        return new HeaderValidator(limits);
    }

    /**
     * Of a message on a stream.
     *
     * @param answer told of the bytes to send back
     * @return whether the message goes on to the parser
     */
    public boolean passes(byte[] head, InetSocketAddress source, Answer answer) {
        return passes(scans.get(), head, head.length, Way.STREAM, source, answer);
    }

    /** Of a message that came with its body and ends with its frame. */
    public boolean passesWhole(byte[] message, InetSocketAddress source, Answer answer) {
        return passes(scans.get(), message, message.length, Way.FRAMES, source, answer);
    }

    /** Of a datagram. @param answer told of the bytes to send back, and of where to */
    public boolean passes(HeaderValidator scan, byte[] bytes, int length, InetSocketAddress source, Answer answer) {
        return passes(scan, bytes, length, Way.DATAGRAM, source, answer);
    }

    private boolean passes(HeaderValidator scan, byte[] bytes, int length, Way way, InetSocketAddress source,
            Answer answer) {
        try {
            return judged(scan, bytes, length, way, source, answer);
        } catch (RuntimeException e) { // a boundary: whatever is on the wire, the thread that reads it goes on
            LOG.debug("a message that could not be checked", e);
            guard.refusals().count(Refusal.MALFORMED);
            return false;
        }
    }

    private boolean judged(HeaderValidator scan, byte[] bytes, int length, Way way, InetSocketAddress source,
            Answer answer) {
        var refusal = scan.read(bytes, length, way.whole());
        var address = source.getAddress();
        boolean datagram = way == Way.DATAGRAM;
        if (refusal.isEmpty() && scan.request() && !guard.knows(address))
            refusal = scan.longText();
        if (refusal.isEmpty() && scan.fresh() && (scan.scanner() && guard.scans(address, datagram)
                || datagram && !showsCredentials(scan) && guard.throttles(address)))
            return false;
        if (refusal.isEmpty() && admits(scan, address, datagram))
            return true;
        var why = refusal.orElse(RATE);
        boolean answered = why == RATE ? !datagram || guard.answersAboveRate(address) : guard.refused(address, why);
        if (answered && why.status() > 0 && scan.answerable())
            answer(why, bytes, scan, source, answer);
        return false;
    }

    private static boolean showsCredentials(HeaderValidator scan) {
        return scan.index().has(HeaderName.AUTHORIZATION) || scan.index().has(HeaderName.PROXY_AUTHORIZATION);
    }

    private boolean admits(HeaderValidator scan, InetAddress source, boolean datagram) {
        return scan.fresh() ? guard.admits(source, datagram) : !scan.request() || guard.follows(source, datagram);
    }

    /** There is no time for it: of a head that is too unusual for the quick way. */
    public void refuse(byte[] bytes, HeaderValidator scan, InetSocketAddress source, Answer answer) {
        answer(BUSY, bytes, scan, source, answer);
    }

    private static void answer(Refusal why, byte[] bytes, HeaderValidator scan, InetSocketAddress source, Answer answer) {
        var rough = new StatelessResponse(bytes, scan.endOfHead(), source);
        byte[] text = why.status() == 503 ? rough.bytes(why.status(), why.phrase(), "Retry-After: 5")
                : rough.bytes(why.status(), why.phrase());
        if (text.length > 0)
            answer.send(text, rough.target());
    }

    /** After {@link #passes} refused a message on a stream: whether the next one can be found. */
    public boolean inStep() {
        return scans.get().whole();
    }

    /** Of the message on a stream that this thread judged last. */
    public HeadIndex index() {
        return scans.get().index();
    }

    /** Of the message on a stream that this thread judged last. */
    public int bodyLength() {
        return scans.get().bodyLength();
    }

    /** So many bytes of a head are read, where the limit refuses it. */
    public int mostHead() {
        return 2 * limits.messageBytes();
    }

    /** Sends what was not asked of the stack. */
    @FunctionalInterface
    public interface Answer {
        void send(byte[] bytes, InetSocketAddress target);
    }
}
