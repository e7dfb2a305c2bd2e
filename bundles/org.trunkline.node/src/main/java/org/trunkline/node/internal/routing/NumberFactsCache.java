package org.trunkline.node.internal.routing;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.call.Party;
import org.trunkline.domain.config.Names;
import org.trunkline.spi.ExtensionException;
import org.trunkline.spi.number.NumberFacts;
import org.trunkline.spi.number.NumberLookup;

/**
 * What number lookups said, for as long as they said it holds. A number is asked about once at a time, by all lookups at
 * once, on threads of their own; what one with a higher ranking knows counts. Bounded by two generations: when the young
 * one is full it becomes the old one. <b>Threads:</b> any; nothing but {@link #look} waits, and that in its result.
 */
public final class NumberFactsCache {
    private static final Logger LOG = LoggerFactory.getLogger(NumberFactsCache.class);
    private static final int MOST_NUMBERS = 50_000;
    private static final int MOST_ASKED = 200;
    private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);
    private static final NumberFacts FAILED = new NumberFacts(NumberFacts.NONE.name(), NumberFacts.NONE.operator(),
            NumberFacts.NONE.country(), NumberFacts.NONE.lineType(), NumberFacts.NONE.spamScore(), NumberFacts.NONE.uri(),
            NumberFacts.NONE.routingNumber(), NumberFacts.NONE.link(), AFTER_FAILURE);

    private record Entry(NumberFacts facts, long until) {}

    private final RoutingExtensions extensions;
    private final InstantSource clock;
    private final Executor threads;
    private final int generation;
    private final ConcurrentHashMap<String, CompletableFuture<NumberFacts>> asked = new ConcurrentHashMap<>();
    private volatile ConcurrentHashMap<String, Entry> young = new ConcurrentHashMap<>();
    private volatile ConcurrentHashMap<String, Entry> old = new ConcurrentHashMap<>();
    /** Whose answers are kept: with another lookup they are worth nothing. */
    private volatile List<Named<NumberLookup>> answeredBy = List.of();

    /** @param threads a thread for each task */
    public NumberFactsCache(RoutingExtensions extensions, InstantSource clock, Executor threads) {
        this(extensions, clock, threads, MOST_NUMBERS);
    }

    NumberFactsCache(RoutingExtensions extensions, InstantSource clock, Executor threads, int numbers) {
        this.extensions = extensions;
        this.clock = clock;
        this.threads = threads;
        this.generation = numbers / 2;
    }

    /** A call came from or to this party: its number is looked up, and nobody waits. */
    void seen(Party party) {
        if (party.number().isPresent() && !extensions.lookups().isEmpty())
            look(party.number().get());
    }

    /** What is known now; empty, or one. */
    List<NumberFacts> known(Party party) {
        return party.number().flatMap(this::known).map(List::of).orElse(List.of());
    }

    /** What is known now of a number. */
    public Optional<NumberFacts> known(String number) {
        return fresh(number).map(Entry::facts).filter(NumberFactsCache::tellsAnything);
    }

    /** Name of who has a number, where one is known now. */
    public Optional<String> name(String number) {
        return known(number).flatMap(NumberFacts::name);
    }

    private static boolean tellsAnything(NumberFacts facts) {
        return facts.name().isPresent() || facts.operator().isPresent() || facts.country().isPresent()
                || facts.lineType().isPresent() || facts.spamScore().isPresent() || facts.uri().isPresent()
                || facts.routingNumber().isPresent() || facts.link().isPresent();
    }

    private Optional<Entry> fresh(String number) {
        if (answeredBy != extensions.lookups())
            return Optional.empty();
        var entry = young.get(number);
        if (entry == null)
            entry = old.get(number);
        return Optional.ofNullable(entry).filter(e -> clock.millis() < e.until());
    }

    /**
     * Asks about a number, where its facts are not there already.
     *
     * @return what all lookups know; complete at once with nothing where too many numbers are being asked about
     */
    public CompletableFuture<NumberFacts> look(String number) {
        if (!Names.isE164(number))
            return CompletableFuture.completedFuture(NumberFacts.NONE);
        var there = fresh(number);
        if (there.isPresent())
            return CompletableFuture.completedFuture(there.get().facts());
        if (asked.size() >= MOST_ASKED && !asked.containsKey(number))
            return CompletableFuture.completedFuture(NumberFacts.NONE);
        var mine = new CompletableFuture<NumberFacts>();
        var other = asked.putIfAbsent(number, mine);
        if (other != null)
            return other;
        try {
            threads.execute(() -> ask(number, mine));
        } catch (RejectedExecutionException e) { // the node stops
            asked.remove(number);
            mine.complete(NumberFacts.NONE);
        }
        return mine;
    }

    private void ask(String number, CompletableFuture<NumberFacts> result) {
        var facts = NumberFacts.NONE;
        try {
            var lookups = extensions.lookups();
            var answers = lookups.stream()
                    .map(lookup -> CompletableFuture.supplyAsync(() -> answer(lookup, number), threads)).toList();
            facts = answers.stream().map(CompletableFuture::join).reduce(NumberFacts::orElse).orElse(NumberFacts.NONE);
            keep(lookups, number, facts);
        } finally {
            asked.remove(number);
            result.complete(facts);
        }
    }

    private static NumberFacts answer(Named<NumberLookup> lookup, String number) {
        try {
            NumberFacts facts = lookup.it().lookup(number);
            return facts == null ? FAILED : facts; // an extension may break any promise
        } catch (ExtensionException | RuntimeException | LinkageError e) { // a boundary
            LOG.debug("{} says nothing of a number: {}", lookup.name(), e.getMessage());
            return FAILED;
        }
    }

    private synchronized void keep(List<Named<NumberLookup>> by, String number, NumberFacts facts) {
        if (by != extensions.lookups())
            return; // asked again by those there are now
        if (answeredBy != by) {
            old = new ConcurrentHashMap<>();
            young = new ConcurrentHashMap<>();
            answeredBy = by;
        }
        if (young.size() >= generation) {
            old = young;
            young = new ConcurrentHashMap<>();
        }
        young.put(number, new Entry(facts, clock.millis() + facts.ttl().toMillis()));
    }

    /** Numbers kept. */
    int size() {
        return young.size() + old.size();
    }
}
