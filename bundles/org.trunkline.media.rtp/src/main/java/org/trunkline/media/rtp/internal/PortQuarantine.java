package org.trunkline.media.rtp.internal;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Pairs that no call has, most with their sockets open. For {@link #REST} none serves again, so that packets of a call
 * that ended do not fall into the next; unless nothing else is left. Not thread-safe.
 */
final class PortQuarantine {
    static final Duration REST = Duration.ofSeconds(5);
    /** What nobody needed for so long was of a busier hour. */
    static final Duration OLD = Duration.ofSeconds(60);
    /** In a node with two addresses every second is the right one. */
    private static final int PICKS = 8;

    private record Rest(PortPair pair, long since) {
        boolean isOver(Duration time, long now) {
            return now - since > time.toNanos();
        }
    }

    private final RandomGenerator random;
    private final Deque<Rest> young = new ArrayDeque<>();
    private final List<Rest> ready = new ArrayList<>();

    PortQuarantine(RandomGenerator random) {
        this.random = random;
    }

    int size() {
        return young.size() + ready.size();
    }

    void add(PortPair pair, long now) {
        young.addLast(new Rest(pair, now));
    }

    /** Any that rested enough, at this address. @param closed is told of those that rested enough without sockets */
    Optional<PortPair> take(InetAddress local, long now, Consumer<PortPair> closed) {
        while (!young.isEmpty() && young.peekFirst().isOver(REST, now)) {
            var rested = young.removeFirst();
            if (rested.pair().isOpen())
                ready.add(rested);
            else
                closed.accept(rested.pair());
        }
        for (int i = 0; i < PICKS && !ready.isEmpty(); i++) {
            int index = random.nextInt(ready.size());
            if (ready.get(index).pair().port().address().equals(local))
                return Optional.of(remove(index));
        }
        return Optional.empty();
    }

    /** Takes out those that no call needed for {@link #OLD}. */
    List<PortPair> unused(long now) {
        var unused = new ArrayList<PortPair>();
        while (!young.isEmpty() && young.peekFirst().isOver(OLD, now)) // no call came since
            unused.add(young.removeFirst().pair());
        for (int i = ready.size() - 1; i >= 0; i--)
            if (ready.get(i).isOver(OLD, now))
                unused.add(remove(i));
        return unused;
    }

    /** The order does not matter: the last fills the gap. */
    private PortPair remove(int index) {
        var last = ready.removeLast();
        return (index == ready.size() ? last : ready.set(index, last)).pair();
    }

    /** The one at rest for longest, whether it rested enough or not. */
    Optional<PortPair> longest() {
        if (!ready.isEmpty())
            return Optional.of(remove(0));
        return young.isEmpty() ? Optional.empty() : Optional.of(young.removeFirst().pair());
    }

    /** The same, of those with sockets. */
    Optional<PortPair> longestOpen() {
        if (!ready.isEmpty())
            return longest();
        for (var all = young.iterator(); all.hasNext();) {
            var pair = all.next().pair();
            if (pair.isOpen()) {
                all.remove();
                return Optional.of(pair);
            }
        }
        return Optional.empty();
    }

    /** Takes them all out. */
    List<PortPair> all() {
        var all = new ArrayList<PortPair>();
        young.forEach(rest -> all.add(rest.pair()));
        ready.forEach(rest -> all.add(rest.pair()));
        young.clear();
        ready.clear();
        return all;
    }
}
