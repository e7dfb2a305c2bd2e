package org.trunkline.demo.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.trunkline.api.config.NumberDraft;
import org.trunkline.api.config.RouteDraft;
import org.trunkline.api.config.SubscriberDraft;
import org.trunkline.api.config.TrunkDraft;
import org.trunkline.domain.config.NumberRules.Format;
import org.trunkline.domain.config.Transport;

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
                new TrunkDraft.Rules(0, "", Format.E164), Optional.empty(), true, 10, 25);
    }

    static List<RouteDraft> routes() {
        return List.of(new RouteDraft("+46", List.of(NORDIC_A, NORDIC_B)),
                new RouteDraft("+62", List.of(PACIFIC, NORDIC_B)), new RouteDraft("+86", List.of(PACIFIC, NORDIC_B)),
                new RouteDraft("", List.of(NORDIC_B, PACIFIC)));
    }
}
