package org.trunkline.engine.call.scope;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.trunkline.domain.call.CallId;
import org.trunkline.domain.config.Transport;
import org.trunkline.engine.EnginePorts;
import org.trunkline.engine.port.Scheduler;
import org.trunkline.engine.port.signaling.Hop;

/**
 * What the parts of one call see of the outside: its id, its mailbox, its clock and timers, the ports of the engine.
 * <b>Threads:</b> any.
 */
public final class CallScope {
    private static final int MAILBOX = 64;

    public final CallId id;
    private final CallServices services;
    private final Mailbox mailbox;
    private final AtomicInteger nextLeg = new AtomicInteger(1);
    private volatile boolean mayWait;

    /** @param bug told of what a task of the call threw, in its mailbox */
    public CallScope(CallServices services, CallId id, Consumer<Throwable> bug) {
        this.services = services;
        this.id = id;
        this.mailbox = new Mailbox(MAILBOX, services.executor(), bug);
    }

    public EnginePorts ports() {
        return services.ports();
    }

    // ---- its mailbox

    /** For what a peer sent. @return false where the mailbox is full */
    public boolean offer(Runnable event) {
        boolean here = services.direct() && !mayWait && !services.hurried().get();
        return here ? mailbox.offerHere(event) : mailbox.offer(event);
    }

    public void post(Runnable task) {
        mailbox.post(task);
    }

    /** Messages to a hop over a connection can take their time: the thread that reads datagrams must not send them. */
    public void sendsTo(Hop hop) {
        if (hop.transport() != Transport.UDP)
            mayWait = true;
    }

    // ---- time

    public Instant now() {
        return ports().scheduler().instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** The task runs in the call's mailbox. */
    public Scheduler.Timer after(Duration delay, Runnable task) {
        return ports().scheduler().after(delay, () -> mailbox.post(task));
    }

    // ---- names and numbers

    public String token() {
        return services.tokens().next();
    }

    /** For o= of SDP: positive, and fits what old phones read into 32 bits. */
    public long sessionId() {
        return ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);
    }

    /** Legs are numbered as they come; the ladder distinguishes them by the number. */
    public int nextLeg() {
        return nextLeg.getAndIncrement();
    }

    /** The node's own address, as a peer there sees it. */
    public String local(Hop towards) {
        return ports().signaling().local(towards);
    }

    /** The answer comes in the call's mailbox: at once where it is known. */
    public void resolve(String host, int port, Transport transport, Consumer<Optional<Hop>> found) {
        if (!known(host, port, transport, found))
            ports().signaling().resolve(host, port, transport, here(found));
    }

    /** The name decides on the transport too. */
    public void resolve(String host, Transport otherwise, Consumer<Optional<Hop>> found) {
        if (!known(host, 0, otherwise, found))
            ports().signaling().resolve(host, otherwise, here(found));
    }

    /** An address needs no look-up, except over TLS: the certificate there may need another name. */
    private static boolean known(String host, int port, Transport transport, Consumer<Optional<Hop>> found) {
        var hop = transport.encrypted() ? Optional.<Hop>empty() : Hop.of(host, port, transport);
        hop.ifPresent(_ -> found.accept(hop));
        return hop.isPresent();
    }

    private Consumer<Optional<Hop>> here(Consumer<Optional<Hop>> found) {
        var mine = Thread.currentThread();
        return hop -> {
            if (Thread.currentThread() == mine)
                found.accept(hop);
            else
                mailbox.post(() -> found.accept(hop));
        };
    }

    // ---- calls of a subscriber

    public void count(String subscriber) {
        services.counter().take(subscriber, id);
    }

    public void countNoMore(String subscriber) {
        services.counter().free(subscriber, id);
    }

    /** Calls that a subscriber has besides this one. */
    public int otherCallsOf(String subscriber) {
        return services.counter().used(subscriber, id);
    }
}
