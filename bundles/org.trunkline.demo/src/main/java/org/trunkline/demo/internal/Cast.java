package org.trunkline.demo.internal;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.trunkline.api.config.NumberDraft;
import org.trunkline.api.config.RouteDraft;
import org.trunkline.api.config.SubscriberDraft;
import org.trunkline.api.config.TariffDraft;
import org.trunkline.api.config.TrunkDraft;
import org.trunkline.domain.config.NumberRules.Format;
import org.trunkline.domain.config.Transport;
import org.trunkline.domain.config.TrunkSecurity;

/** Who plays in the demo: two carriers with three trunks, six subscribers, twenty numbers, the routes. */
final class Cast {
    static final String NORDIC_A = "Nordic Voice A";
    static final String NORDIC_B = "Nordic Voice B";
    static final String PACIFIC = "Pacific Tel";
    static final int NUMBERS = 20;

    record Person(String username, String name) {}

    static final List<Person> PEOPLE = List.of(new Person("demo-anna", "Anna Lindqvist"),
            new Person("demo-budi", "Budi Santoso"), new Person("demo-chen", "陈伟"),
            new Person("demo-dewi", "Dewi Lestari"), new Person("demo-erik", "Erik Öberg"),
            new Person("demo-fang", "方丽"));

    private Cast() {}

    /** One of our own numbers, E.164. */
    static String number(int index) {
        return "+46868400%02d".formatted(index);
    }

    static SubscriberDraft subscriber(Person person, String password) {
        return new SubscriberDraft(person.username(), Optional.of(password), person.name(), true);
    }

    static List<NumberDraft> numbers() {
        var all = new ArrayList<NumberDraft>();
        for (int i = 0; i < NUMBERS; i++)
            all.add(new NumberDraft(number(i), PEOPLE.get(i % PEOPLE.size()).username()));
        return all;
    }

    static TrunkDraft trunk(String name, String host, int port, int maxCalls, int maxCallsPerSecond) {
        return new TrunkDraft(name, host, port, Transport.UDP, List.of(), Optional.empty(), maxCalls,
                maxCallsPerSecond, true, "SE", new TrunkDraft.Rules(0, "", Format.E164),
                new TrunkDraft.Rules(0, "", Format.E164), Optional.empty(), true, 10, 25, TrunkSecurity.NONE,
                Optional.of(tariff(name)));
    }

    /** By the second at home, by the minute abroad, which is dearer. */
    private static TariffDraft tariff(String trunk) {
        boolean abroad = trunk.equals(PACIFIC);
        return new TariffDraft(abroad ? "USD" : "SEK", price(abroad ? "0.04" : "0.22"), abroad ? 60 : 1, abroad ? 60 : 1,
                List.of(new TariffDraft.Prefix(abroad ? "+86" : "+467", price(abroad ? "0.03" : "0.49"))));
    }

    private static TariffDraft.Price price(String perMinute) {
        return new TariffDraft.Price(new BigDecimal(perMinute), new BigDecimal("0.05"));
    }

    static List<RouteDraft> routes() {
        return List.of(new RouteDraft("+46", List.of(NORDIC_A, NORDIC_B)),
                new RouteDraft("+62", List.of(PACIFIC, NORDIC_B)), new RouteDraft("+86", List.of(PACIFIC, NORDIC_B)),
                new RouteDraft("", List.of(NORDIC_B, PACIFIC)));
    }
}
