package org.trunkline.node.internal.routing;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.osgi.framework.Constants;
import org.trunkline.domain.call.Party;
import org.trunkline.spi.ExtensionException;
import org.trunkline.spi.number.NumberFacts;
import org.trunkline.spi.number.NumberLookup;
import org.trunkline.testkit.ManualScheduler;

class NumberFactsCacheTest {
    private static final String NUMBER = "+46812345678";

    private final ManualScheduler time = new ManualScheduler();
    private final RoutingExtensions extensions = new RoutingExtensions();
    private final NumberFactsCache cache = new NumberFactsCache(extensions, time, Runnable::run, 100);
    private final AtomicInteger asked = new AtomicInteger();

    private NumberLookup add(int ranking, NumberLookup lookup) {
        NumberLookup counted = number -> {
            asked.incrementAndGet();
            return lookup.lookup(number);
        };
        extensions.addLookup(counted, Map.of(Constants.SERVICE_RANKING, ranking));
        return counted;
    }

    private Optional<String> name() {
        return cache.look(NUMBER).join().name();
    }

    @Test
    void factsAreKeptAsLongAsTheyHold() {
        add(0, _ -> NumberFacts.name("Anna", ofMinutes(10)));
        assertEquals(Optional.empty(), cache.name(NUMBER));
        assertEquals(Optional.of("Anna"), name());
        time.advance(ofMinutes(9));
        assertEquals(Optional.of("Anna"), cache.name(NUMBER));
        assertEquals(Optional.of("Anna"), name());
        assertEquals(1, asked.get());
        time.advance(ofMinutes(1));
        assertEquals(Optional.empty(), cache.name(NUMBER));
        assertEquals(Optional.of("Anna"), name());
        assertEquals(2, asked.get());
    }

    @Test
    void aLookupThatFailsIsNotRepeatedForAMinute() {
        for (NumberLookup broken : List.<NumberLookup>of(_ -> {
            throw new ExtensionException("down", true);
        }, _ -> {
            throw new NoClassDefFoundError("gone");
        }, _ -> null)) {
            asked.set(0);
            var lookup = add(0, broken);
            assertEquals(Optional.empty(), name());
            time.advance(ofSeconds(59));
            name();
            assertEquals(1, asked.get());
            time.advance(ofSeconds(1));
            name();
            assertEquals(2, asked.get());
            extensions.removeLookup(lookup);
        }
    }

    @Test
    void whatTheHigherRankedKnowsCounts() {
        add(-1, _ -> new NumberFacts(Optional.of("low"), Optional.of("Telia"), Optional.empty(), Optional.empty(),
                NumberFacts.NONE.spamScore(), Optional.empty(), Optional.empty(), Optional.empty(), ofMinutes(5)));
        add(5, _ -> NumberFacts.name("high", Duration.ofHours(1)));
        add(1, _ -> {
            throw new ExtensionException("down", true);
        });
        var facts = cache.look(NUMBER).join();
        assertEquals(Optional.of("high"), facts.name());
        assertEquals(Optional.of("Telia"), facts.operator());
        assertEquals(ofMinutes(1), facts.ttl());
    }

    @Test
    void aNumberIsAskedAboutOnceAtATime() {
        var tasks = new ArrayList<Runnable>();
        var slow = new NumberFactsCache(extensions, time, tasks::add);
        add(0, _ -> NumberFacts.name("Anna", ofMinutes(10)));
        assertSame(slow.look(NUMBER), slow.look(NUMBER));
        assertEquals(1, tasks.size());
    }

    @Test
    void onlySoManyNumbersAreAskedAboutAtOnce() {
        var tasks = new ArrayList<Runnable>();
        var slow = new NumberFactsCache(extensions, time, tasks::add);
        add(0, _ -> NumberFacts.name("Anna", ofMinutes(10)));
        for (int i = 0; i < 300; i++)
            slow.look("+4681000" + (1000 + i));
        assertEquals(200, tasks.size());
        assertTrue(slow.look("+46899999999").isDone());
        assertFalse(slow.look("+46810001000").isDone());
    }

    @Test
    void keepsOnlySoManyNumbers() {
        add(0, _ -> NumberFacts.name("Anna", ofMinutes(10)));
        for (int i = 0; i < 1_000; i++)
            cache.look("+4681000" + (1000 + i)).join();
        assertTrue(cache.size() <= 101, () -> "keeps " + cache.size());
        assertEquals(Optional.of("Anna"), cache.name("+46810001999"));
    }

    @Test
    void anotherLookupMakesAllAskedAgain() {
        add(0, _ -> NumberFacts.NONE);
        assertEquals(Optional.empty(), name());
        add(1, _ -> NumberFacts.name("Anna", ofMinutes(10)));
        assertEquals(Optional.of("Anna"), name());
    }

    @Test
    void whatIsNoNumberIsNotAskedAbout() {
        add(0, _ -> NumberFacts.name("Anna", ofMinutes(10)));
        for (String text : List.of("", "alice", "0701", "+", "+46x"))
            assertSame(NumberFacts.NONE, cache.look(text).join());
        cache.seen(Party.of("alice"));
        assertEquals(0, asked.get());
    }

    @Test
    void aCallHasItsNumberLookedUp() {
        add(0, _ -> NumberFacts.name("Anna", ofMinutes(10)));
        var party = new Party("0812", Optional.of(NUMBER), "");
        assertEquals(List.of(), cache.known(party));
        cache.seen(party);
        assertEquals(Optional.of("Anna"), cache.known(party).getFirst().name());
        assertEquals("Anna", NamedRecords.named(party, cache::name).displayName());
        assertEquals("own", NamedRecords.named(new Party("0812", Optional.of(NUMBER), "own"), cache::name).displayName());
    }

    @Test
    void nothingKnownIsNothingTold() {
        add(0, _ -> NumberFacts.NONE);
        cache.seen(new Party("0812", Optional.of(NUMBER), ""));
        assertEquals(Optional.empty(), cache.known(NUMBER));
    }

    @Test
    void noCallIsLookedUpForTheNumberingPlanAlone() {
        extensions.addLookup(new NumberingPlanLookup(), Map.of(RoutingExtensions.ON_DEMAND, true));
        assertFalse(extensions.inUse());
        assertEquals(Optional.of("SE"), cache.look("+46812345678").join().country());
        assertEquals(Optional.of(NumberFacts.LineType.MOBILE), cache.look("+46701234567").join().lineType());
        assertEquals(Optional.empty(), cache.look("+99912345").join().country());
    }
}
