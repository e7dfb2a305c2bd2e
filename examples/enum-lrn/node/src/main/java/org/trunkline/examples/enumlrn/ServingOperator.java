package org.trunkline.examples.enumlrn;

import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.trunkline.spi.ExtensionException;
import org.trunkline.spi.PluginContext;
import org.trunkline.spi.number.NumberFacts;
import org.trunkline.spi.number.NumberLookup;

/** Says which operator serves a number: by the table, and by ENUM. */
@Component(immediate = true)
public final class ServingOperator implements NumberLookup {
    private static final Duration LONGEST_TTL = Duration.ofHours(24);
    private static final Duration TABLE_TTL = Duration.ofMinutes(30);

    private final Optional<EnumQuery> enumQuery;
    private final Optional<URI> table;
    private final ScheduledExecutorService reader = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("number-table").daemon().factory());
    private volatile PortedNumbers numbers = PortedNumbers.NONE;
    private volatile String tableProblem = "";

    @Activate
    public ServingOperator(@Reference PluginContext context) throws UnknownHostException {
        var settings = context.settings();
        var zone = settings.getOrDefault("zone", "");
        enumQuery = zone.isEmpty() ? Optional.empty()
                : Optional.of(new EnumQuery(zone, settings.getOrDefault("nameServer", "")));
        table = Optional.of(settings.getOrDefault("table", "")).filter(t -> !t.isEmpty()).map(URI::create);
        long minutes = Long.parseLong(settings.getOrDefault("tableMinutes", "60"));
        if (table.isPresent())
            reader.scheduleWithFixedDelay(this::read, 0, minutes, TimeUnit.MINUTES);
    }

    /** A table that cannot be read leaves the one before in force. */
    private void read() {
        try {
            numbers = PortedNumbers.read(table.orElseThrow());
            tableProblem = "";
        } catch (IOException | RuntimeException e) {
            tableProblem = "The table cannot be read: " + e.getMessage();
        }
    }

    @Override
    public NumberFacts lookup(String number) throws ExtensionException {
        var entry = numbers.find(number);
        if (entry.isEmpty() && !tableProblem.isEmpty() && enumQuery.isEmpty())
            throw new ExtensionException(tableProblem, true);
        var answer = enumQuery.isPresent() ? enumQuery.get().ask(number) : Optional.<EnumQuery.Answer>empty();
        if (entry.isEmpty() && answer.isEmpty())
            return NumberFacts.NONE;
        var ttl = answer.map(a -> shorter(a.ttl(), LONGEST_TTL)).orElse(TABLE_TTL);
        return new NumberFacts(Optional.empty(), entry.map(PortedNumbers.Entry::operator).or(() -> answer.map(a -> host(a.uri()))),
                Optional.empty(), Optional.empty(), OptionalInt.empty(), answer.map(EnumQuery.Answer::uri),
                entry.flatMap(PortedNumbers.Entry::routingNumber), Optional.empty(),
                ttl.isZero() ? Duration.ofSeconds(1) : ttl);
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    /** An operator is known by the domain of its URIs. */
    private static String host(String uri) {
        return uri.substring(uri.indexOf('@') + 1).replaceAll("[:;?].*", "");
    }

    @Deactivate
    void close() {
        reader.shutdownNow();
    }
}
