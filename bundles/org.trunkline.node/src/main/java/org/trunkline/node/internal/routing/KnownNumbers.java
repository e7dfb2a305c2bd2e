package org.trunkline.node.internal.routing;

import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.trunkline.api.number.NumberInfo;
import org.trunkline.spi.number.NumberFacts;

/** What number lookups know, for people to see. <b>Threads:</b> any that may wait a second. */
public final class KnownNumbers {
    private static final long PATIENCE_MS = 1_000;

    private final NumberFactsCache facts;

    public KnownNumbers(NumberFactsCache facts) {
        this.facts = facts;
    }

    public NumberInfo info(String number) {
        try {
            return info(number, facts.look(number).get(PATIENCE_MS, TimeUnit.MILLISECONDS));
        } catch (TimeoutException | ExecutionException e) { // a slow lookup; the next to ask may see its answer
            return NumberInfo.unknown(number);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return NumberInfo.unknown(number);
        }
    }

    private static NumberInfo info(String number, NumberFacts it) {
        return new NumberInfo(number, it.name(), it.operator(), it.country(),
                it.lineType().map(type -> type.name().toLowerCase(Locale.ROOT).replace('_', '-')), it.spamScore(), it.uri(),
                it.routingNumber(), it.link());
    }
}
