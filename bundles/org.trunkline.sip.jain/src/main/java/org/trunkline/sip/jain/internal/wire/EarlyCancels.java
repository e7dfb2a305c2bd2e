package org.trunkline.sip.jain.internal.wire;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * CANCELs whose INVITE waits or is being read: one that came first would find nothing to cancel, and the call would ring
 * on though its caller gave up (RFC 3261 §9.2). <b>Threads:</b> any, one at a time, but for {@link #read}.
 */
public final class EarlyCancels {
    /** By the key of the INVITE, which waits. One each: a repeated CANCEL need not be answered twice. */
    private final Map<String, Arrival> waiting = new HashMap<>();
    /** The keys of the INVITEs that are being read, by their readers. */
    private final Map<Thread, String> inHand = new ConcurrentHashMap<>();

    /** The key of the INVITE that it would cancel; empty of other requests, and of a branch that gives none. */
    public static Optional<String> invite(HeaderValidator head) {
        return head.isMethod("CANCEL") ? head.via().transaction("INVITE") : Optional.empty();
    }

    /** @param invite which waits */
    public void keep(String invite, Arrival cancel) {
        waiting.putIfAbsent(invite, cancel);
    }

    public int size() {
        return waiting.size();
    }

    /** An INVITE's turn has come. @return its CANCEL, whose turn is next */
    public @Nullable Arrival behind(String invite) {
        return waiting.remove(invite);
    }

    /** Whether it must not be read yet. */
    public boolean holds(Arrival arrival) {
        return !inHand.isEmpty() && invite(arrival.head()).filter(inHand::containsValue).isPresent();
    }

    /** This thread reads it from now on. */
    public void taken(Arrival arrival) {
        if (arrival.head().isMethod("INVITE"))
            arrival.head().transaction().ifPresent(key -> inHand.put(Thread.currentThread(), key));
    }

    /** This thread has read what it took. <b>Threads:</b> any, at any time. */
    public void read() {
        inHand.remove(Thread.currentThread());
    }
}
