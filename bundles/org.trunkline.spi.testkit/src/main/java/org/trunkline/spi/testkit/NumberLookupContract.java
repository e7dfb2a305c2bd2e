package org.trunkline.spi.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.trunkline.spi.ExtensionException;
import org.trunkline.spi.number.NumberFacts;
import org.trunkline.spi.number.NumberLookup;

/**
 * What each {@link NumberLookup} must do: answer for known, unknown and odd numbers within its budget. A lookup that asks
 * a server is tested against a server of the test's own.
 */
public abstract class NumberLookupContract {
    /** A lookup as the node would make it. */
    protected abstract NumberLookup lookup() throws Exception;

    /** A number that it knows something of. */
    protected abstract String known();

    /** Numbers as calls bring them, the known one among them. */
    protected List<String> numbers() {
        var numbers = new ArrayList<>(List.of("+46701234567", "+12125550123", "+882990000000001", "+999123456789", "+4681",
                "+112", "+1", "+123456789012345"));
        numbers.add(known());
        return numbers;
    }

    @Test
    public void aNumberThatIsKnownHasFactsThatHoldForAWhile() throws Exception {
        var facts = lookup().lookup(known());
        assertFalse(empty(facts), () -> "nothing is known of " + known());
        assertTrue(!facts.ttl().isZero(), "facts with a TTL of zero are asked for at each call");
    }

    private static boolean empty(NumberFacts facts) {
        var none = NumberFacts.NONE;
        return none.equals(new NumberFacts(facts.name(), facts.operator(), facts.country(), facts.lineType(), facts.spamScore(),
                facts.uri(), facts.routingNumber(), facts.link(), none.ttl()));
    }

    /** A lookup may fail, but by its own exception alone. */
    @Test
    public void eachNumberHasFactsThatCanBeUsed() throws Exception {
        var lookup = lookup();
        for (String number : numbers())
            try {
                usable(number, lookup.lookup(number));
            } catch (ExtensionException e) {
                assertFalse(e.getMessage().isBlank(), "a failure says what happened");
            }
    }

    private static void usable(String number, NumberFacts facts) {
        assertNotNull(facts, () -> "nothing known of " + number + " is NumberFacts.NONE");
        facts.link().ifPresent(link -> assertTrue(link.startsWith("https://"), () -> "not opened from the desk: " + link));
        facts.country().ifPresent(country -> assertTrue(country.matches("[A-Z]{2}"), () -> "not ISO 3166-1: " + country));
        facts.routingNumber().ifPresent(to -> assertTrue(to.matches("\\+[0-9]{2,15}"), () -> "not E.164: " + to));
    }

    @Test
    public void theSameIsSaidOfTheSameNumber() throws Exception {
        var lookup = lookup();
        assertEquals(lookup.lookup(known()).name(), lookup.lookup(known()).name());
    }

    @Test
    public void factsComeWithinTheBudget() throws Exception {
        var lookup = lookup();
        Budget.kept(NumberLookup.class, () -> lookup.lookup(known()));
    }

    @Test
    public void numbersThatAreAskedForAtOnceDoNotDisturbEachOther() throws Exception {
        var lookup = lookup();
        var expected = lookup.lookup(known()).name();
        try (var threads = Executors.newFixedThreadPool(4)) {
            var tasks = IntStream.range(0, 8).<Callable<NumberFacts>>mapToObj(_ -> () -> lookup.lookup(known())).toList();
            for (var done : threads.invokeAll(tasks))
                assertEquals(expected, done.get().name());
        }
    }
}
