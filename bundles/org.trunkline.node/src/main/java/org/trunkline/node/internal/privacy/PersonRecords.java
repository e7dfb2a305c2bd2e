package org.trunkline.node.internal.privacy;

import static java.util.stream.Collectors.toSet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import org.trunkline.api.privacy.PersonPage;
import org.trunkline.api.privacy.Privacy;
import org.trunkline.domain.cdr.Ladder;
import org.trunkline.domain.config.NumberAssignment;
import org.trunkline.domain.secure.Hmac;
import org.trunkline.engine.port.config.ConfigStore;
import org.trunkline.engine.port.config.StoreException;
import org.trunkline.engine.port.record.Person;
import org.trunkline.engine.port.record.RecordLog;
import org.trunkline.engine.port.record.RecordRetention;
import org.trunkline.engine.port.routing.NumberPlan;

/** Finds what the journal has of a person, a part at a time. <b>Threads:</b> any. */
public final class PersonRecords {
    private static final int READ = 1_000;
    private static final int MOST_READ = 200_000;
    private static final long MOST_BYTES = 8 << 20;
    private static final int SECRET = 32;
    private static final int SIGNATURE = 8;

    private final RecordLog log;
    private final ConfigStore store;
    private final PseudonymKey key;
    private final NumberPlan plan;
    private final Supplier<String> region;
    /** Signs the place to continue from: a request that begins in the middle would be in no audit. */
    private final byte[] secret = new byte[SECRET];

    /** @param store knows who has which number @param region of national numbers, may be empty */
    public PersonRecords(RecordLog log, ConfigStore store, PseudonymKey key, NumberPlan plan, Supplier<String> region) {
        this.log = log;
        this.store = store;
        this.key = key;
        this.plan = plan;
        this.region = region;
        new SecureRandom().nextBytes(secret);
    }

    /** @throws IllegalArgumentException if it is no page's next, of this number and purpose */
    long position(String number, Privacy.Purpose purpose, String next) {
        int dash = next.indexOf('-');
        try {
            long position = Long.parseLong(next.substring(0, Math.max(0, dash)));
            if (MessageDigest.isEqual(next(number, purpose, position).getBytes(StandardCharsets.UTF_8),
                    next.getBytes(StandardCharsets.UTF_8)))
                return position;
        } catch (NumberFormatException e) {
            // told below
        }
        throw new IllegalArgumentException("after is not the \"next\" of a page of this number, or is older than the last"
                + " start of the node: start again");
    }

    private String next(String number, Privacy.Purpose purpose, long position) {
        byte[] mac = Hmac.of(secret, position + " " + purpose + " " + number.strip());
        return position + "-" + HexFormat.of().formatHex(mac, 0, SIGNATURE);
    }

    PersonPage page(String number, Privacy.Purpose purpose, long from, int limit, RecordRetention.Holds holds)
            throws IOException, StoreException {
        var part = new Part(new Person(names(number)), limit, holds);
        try (var cursor = log.from(from)) {
            var some = cursor.next(READ);
            while (!some.isEmpty()) {
                for (int i = 0; i < some.size() && !part.full; i++)
                    part.take(some.get(i));
                some = part.full ? List.of() : cursor.next(READ);
            }
        }
        long of = log.lastSequence();
        return new PersonPage(part.items, part.full ? part.read : of, of,
                part.full ? Optional.of(next(number, purpose, part.next)) : Optional.empty());
    }

    /** A page as it fills: bounded in records, in what was looked at, and in bytes of messages. */
    private final class Part {
        private final Person person;
        private final int limit;
        private final RecordRetention.Holds holds;
        private final List<PersonPage.Item> items = new ArrayList<>();
        private long next;
        private long read;
        private int looked;
        private long bytes;
        private boolean full;

        Part(Person person, int limit, RecordRetention.Holds holds) {
            this.person = person;
            this.limit = limit;
            this.holds = holds;
        }

        void take(RecordLog.Entry entry) throws IOException {
            next = entry.next();
            read = entry.sequence();
            looked++;
            if (person.concerns(entry.cdr())) {
                var ladder = ladder(entry);
                bytes += ladder.stream().flatMap(l -> l.entries().stream()).mapToLong(e -> e.message().length()).sum();
                items.add(new PersonPage.Item(entry.cdr(), ladder, holds.on(entry.cdr(), entry.steps())));
            }
            full = items.size() == limit || looked == MOST_READ || bytes > MOST_BYTES;
        }
    }

    private Optional<Ladder> ladder(RecordLog.Entry entry) throws IOException {
        return entry.ladder().isEmpty() ? Optional.empty() : log.ladder(entry.ladder().getAsLong());
    }

    /**
     * All names that records may have for the person with this number or user name: as dialled, E.164, national, the subscriber with its
     * numbers, and pseudonyms of these.
     */
    Set<String> names(String number) throws IOException, StoreException {
        String tidy = number.strip();
        if (tidy.isEmpty())
            throw new IllegalArgumentException("no number");
        var names = forms(tidy);
        var assigned = store.load().numbers();
        var subscribers = assigned.stream().filter(it -> names.contains(it.number()) || names.contains(it.subscriber()))
                .map(NumberAssignment::subscriber).collect(toSet());
        names.addAll(subscribers);
        assigned.stream().filter(it -> subscribers.contains(it.subscriber())).forEach(it -> names.addAll(forms(it.number())));
        var all = new HashSet<>(names);
        for (var pseudonym : key.all())
            names.forEach(name -> all.add(pseudonym.apply(name)));
        return all;
    }

    private Set<String> forms(String tidy) {
        var names = new HashSet<>(Set.of(tidy));
        String compact = tidy.replaceAll("[ ()./-]", "");
        if (compact.matches("[+]?[0-9]+"))
            names.add(compact);
        String country = region.get();
        plan.normalise(compact, country).ifPresent(e164 -> {
            names.add(e164);
            names.add(e164.substring(1));
            if (!country.isEmpty())
                plan.national(e164, country).ifPresent(names::add);
        });
        return names;
    }
}
