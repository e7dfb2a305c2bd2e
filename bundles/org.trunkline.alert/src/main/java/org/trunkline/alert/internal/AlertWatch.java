package org.trunkline.alert.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import org.trunkline.api.alert.AlertStatus;
import org.trunkline.api.alert.AlertStatus.Delivery;
import org.trunkline.api.alert.AlertStatus.State;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.config.AlertRule;
import org.trunkline.domain.config.SavedSearch;
import org.trunkline.domain.part.LocalizableText;

/**
 * One alert: counts the calls that fit within the rule's time, by when they ended, and knows whether somebody knows.
 * <b>Threads:</b> any.
 */
final class AlertWatch {
    private static final int LATEST = 10;
    /** How many calls are counted, whatever the rule asks for; past that there are "more". */
    static final int COUNTED = 1000;

    private record Match(Instant ended, CallId call) {}

    private final SavedSearch search;
    private final AlertRule rule;
    private final InstantSource clock;
    private final MatchTimes times;
    private final ArrayDeque<Match> latest = new ArrayDeque<>();
    private State state = State.QUIET;
    private Instant since;
    private Optional<Instant> told = Optional.empty();
    private long after;
    private LocalizableText problem = LocalizableText.NOTHING;
    /** By channel. */
    private final Map<String, Delivery> deliveries = new TreeMap<>();
    private volatile Changed changed = _ -> { };

    /** Told of each change. */
    @FunctionalInterface
    interface Changed {
        /** @param now whether it must outlive a crash the next moment */
        void is(boolean now);
    }

    /** @param search with a rule */
    AlertWatch(SavedSearch search, InstantSource clock) {
        this.search = search;
        this.rule = search.alert().orElseThrow();
        this.clock = clock;
        this.since = clock.instant();
        this.times = new MatchTimes(Math.max(COUNTED, rule.matches() + LATEST));
    }

    /** Counts only records with greater numbers: those after it was made. */
    synchronized void beginAfter(long sequence) {
        after = sequence;
    }

    synchronized boolean counts(long sequence) {
        return sequence > after;
    }

    /** As it stood before the last stop. */
    void restore(String kept) {
        var text = KeptText.of(kept);
        synchronized (this) {
            state = text.first("state", 1, v -> State.valueOf(v[0])).orElse(State.QUIET);
            since = text.first("since", 1, v -> KeptText.instant(v[0])).orElse(since);
            told = text.first("told", 1, v -> KeptText.instant(v[0]));
            after = text.first("after", 1, v -> Long.parseLong(v[0])).orElse(0L);
            words().forEach((channel, word) -> KeptDelivery.read(text, word).ifPresent(d -> deliveries.put(channel, d)));
            times.restore(text);
            text.all("match", 2, v -> new Match(KeptText.instant(v[0]), new CallId(v[1]))).forEach(this::add);
        }
    }

    /** For {@link #restore}. One that cannot watch begins anew. */
    synchronized String kept() {
        forget();
        var text = new KeptText().add("state", state == State.BROKEN ? State.QUIET : state).add("since", since)
                .add("after", after);
        told.ifPresent(at -> text.add("told", at));
        words().forEach((channel, word) -> Optional.ofNullable(deliveries.get(channel))
                .ifPresent(d -> KeptDelivery.add(text, word, d)));
        times.keep(text, latest.stream().map(m -> m.ended().toEpochMilli()).toList());
        latest.forEach(m -> text.add("match", m.ended(), m.call().value()));
        return text.toString();
    }

    /** What the delivery of each channel is kept under. */
    private Map<String, String> words() {
        var words = new TreeMap<>(Map.of(Channels.WEBHOOK, Channels.WEBHOOK, Channels.MAIL, Channels.MAIL));
        rule.channels().forEach(use -> words.put(use.channel(), "to:" + use.channel().replaceAll("\\s", "_")));
        return words;
    }

    /** The question and the rule as text: by that kept state is known to be of the same. */
    String question() {
        return search.query() + "\n" + rule;
    }

    void onChange(Changed listener) {
        changed = listener;
    }

    SavedSearch search() {
        return search;
    }

    AlertRule rule() {
        return rule;
    }

    /** Takes in calls that fit. @return whether the outside is to be told now */
    boolean matched(List<Cdr> calls) {
        boolean tell = count(calls);
        changed.is(tell);
        return tell;
    }

    private synchronized boolean count(List<Cdr> calls) {
        if (state == State.BROKEN)
            return false;
        var first = clock.instant().minus(rule.within());
        for (var call : calls) {
            if (call.endedAt().isBefore(first))
                continue; // late by an outage: it must not push out one that counts
            add(new Match(call.endedAt(), call.id()));
        }
        forget();
        if (times.size() < rule.matches())
            return false;
        if (state == State.QUIET)
            become(State.RAISED);
        if (state != State.RAISED || told.filter(t -> t.plus(rule.quiet()).isAfter(clock.instant())).isPresent())
            return false;
        told = Optional.of(clock.instant());
        return true;
    }

    private void add(Match match) {
        times.add(match.ended().toEpochMilli());
        latest.addLast(match);
        if (latest.size() > LATEST)
            latest.removeFirst();
    }

    /** Records may come late, after an outage, and in any order. */
    private void forget() {
        var first = clock.instant().minus(rule.within());
        times.forget(first.toEpochMilli());
        latest.removeIf(m -> m.ended().isBefore(first));
        if (state == State.ACKNOWLEDGED && times.size() < rule.matches())
            become(State.QUIET);
    }

    private void become(State next) {
        state = next;
        since = clock.instant();
    }

    /** @return false where it is not raised */
    boolean acknowledge() {
        synchronized (this) {
            if (state != State.RAISED)
                return false;
            become(State.ACKNOWLEDGED);
            forget();
        }
        changed.is(true);
        return true;
    }

    synchronized void broken(LocalizableText why) {
        problem = why;
        become(State.BROKEN);
    }

    /** What became of a message through a channel. */
    void told(String channel, boolean delivered, LocalizableText why, boolean again) {
        synchronized (this) {
            deliveries.put(channel, new Delivery(clock.instant(), delivered, why, again));
        }
        changed.is(false);
    }

    synchronized AlertStatus status() {
        forget();
        var others = new TreeMap<>(deliveries);
        others.keySet().removeAll(Set.of(Channels.WEBHOOK, Channels.MAIL));
        return new AlertStatus(search.name(), state, since, times.size(), times.more(),
                latest.reversed().stream().map(Match::call).toList(), problem,
                Optional.ofNullable(deliveries.get(Channels.WEBHOOK)), Optional.ofNullable(deliveries.get(Channels.MAIL)), others);
    }

    /** How long the rule looks back. */
    Duration within() {
        return rule.within();
    }
}
