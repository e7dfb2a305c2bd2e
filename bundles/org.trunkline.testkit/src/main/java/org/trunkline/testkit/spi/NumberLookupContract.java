package org.trunkline.testkit.spi;

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
 * What every {@link NumberLookup} must do: answer for known, unknown and odd numbers within its budget. A lookup that asks
 * a server is tested against a server of the test's own.
 */
public abstract class NumberLookupContract {
    /** A lookup as the plug-in registers it. */
    protected abstract NumberLookup lookup();

    /** A number that the lookup knows something of. */
    protected abstract String known();

    /** Numbers as calls bring them, the known one among them. */
    protected List<String> numbers() {
        var numbers = new ArrayList<>(List.of("+46701234567", "+12125550123", "+999123456789", "+4681", "+123456789012345"));
        numbers.add(known());
        return numbers;
    }

    @Test
    public void knowsWhatItKnows() throws Exception {
        assertFalse(same(lookup().lookup(known()), NumberFacts.NONE), () -> "nothing is known of " + known());
    }

    private static boolean same(NumberFacts some, NumberFacts others) {
        return some.orElse(others).equals(others.orElse(some)) && some.name().equals(others.name())
                && some.operator().equals(others.operator()) && some.country().equals(others.country())
                && some.lineType().equals(others.lineType()) && some.spamScore().equals(others.spamScore())
                && some.uri().equals(others.uri()) && some.routingNumber().equals(others.routingNumber())
                && some.link().equals(others.link());
    }

    @Test
    public void answersForEachNumber() {
        for (String number : numbers()) {
            try {
                var facts = lookup().lookup(number);
                assertNotNull(facts, () -> "null for " + number);
                facts.link().ifPresent(link -> assertTrue(link.startsWith("https://"), () -> "not opened from the desk: " + link));
                facts.country().ifPresent(country -> assertTrue(country.matches("[A-Z]{2}"), () -> "not ISO 3166-1: " + country));
                facts.routingNumber().ifPresent(to -> assertTrue(to.matches("\\+[0-9]{2,15}"), () -> "not E.164: " + to));
            } catch (ExtensionException e) {
                assertFalse(e.getMessage().isBlank(), "an error says what happened");
            }
        }
    }

    @Test
    public void saysTheSameOfTheSameNumber() throws Exception {
        var lookup = lookup();
        assertEquals(lookup.lookup(known()).name(), lookup.lookup(known()).name());
    }

    @Test
    public void keepsItsBudget() throws Exception {
        var lookup = lookup();
        Budget.kept(NumberLookup.class, () -> lookup.lookup(known()));
    }

    @Test
    public void answersSeveralThreadsAtOnce() throws Exception {
        var lookup = lookup();
        var expected = lookup.lookup(known()).name();
        try (var threads = Executors.newFixedThreadPool(4)) {
            var tasks = IntStream.range(0, 8).<Callable<NumberFacts>>mapToObj(_ -> () -> lookup.lookup(known())).toList();
            for (var done : threads.invokeAll(tasks))
                assertEquals(expected, done.get().name());
        }
    }
}
