package org.trunkline.spi.testkit;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.trunkline.spi.ExtensionException;
import org.trunkline.spi.number.NumberFacts;
import org.trunkline.spi.number.NumberLookup;

/** What each {@link NumberLookup} must do, whatever it knows. */
public abstract class NumberLookupContract {
    /** A lookup as the node would make it. */
    protected abstract NumberLookup lookup() throws Exception;

    /** A number that it knows something of. */
    protected abstract String known();

    @Test
    public void aNumberThatIsKnownHasFactsThatHoldForAWhile() throws Exception {
        var facts = lookup().lookup(known());
        assertTrue(!facts.ttl().isZero(), "facts with a TTL of zero are asked for at each call");
        facts.link().ifPresent(link -> assertTrue(link.startsWith("https://"), link));
        facts.routingNumber().ifPresent(number -> assertTrue(number.matches("\\+[0-9]{3,15}"), number));
    }

    @Test
    public void aNumberThatNobodyKnowsHasFactsThatAreEmptyOrNone() throws Exception {
        var lookup = lookup();
        for (var number : List.of("+882990000000001", "+112", "+1", "+999999999999999"))
            assertNotNull(facts(lookup, number), () -> "nothing known of " + number + " is NumberFacts.NONE");
    }

    /** A lookup may fail, but by its own exception alone. */
    private static NumberFacts facts(NumberLookup lookup, String number) {
        try {
            return lookup.lookup(number);
        } catch (ExtensionException e) {
            assertTrue(!e.getMessage().isBlank(), "a failure says what happened");
            return NumberFacts.NONE;
        }
    }
}
