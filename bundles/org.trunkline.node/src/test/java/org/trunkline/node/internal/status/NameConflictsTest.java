package org.trunkline.node.internal.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.config.CallHandling;
import org.trunkline.domain.config.NumberAssignment;
import org.trunkline.domain.config.RingGroup;
import org.trunkline.domain.config.Srtp;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.domain.schema.Secret;
import org.trunkline.engine.port.config.Configuration;
import org.trunkline.node.internal.status.NameConflicts.Clash;

class NameConflictsTest {
    private static Configuration with(RingGroup... groups) {
        return new Configuration(1, List.of(new Subscriber("anna", Secret.KEPT, "", true, CallHandling.PLAIN, Srtp.OFFER), new Subscriber("600", Secret.KEPT, "", true, CallHandling.PLAIN, Srtp.OFFER)), Map.of(),
                List.of(), Map.of(), List.of(new NumberAssignment("+46812345678", "anna")), List.of(), List.of(groups));
    }

    private static RingGroup group(String name, String number) {
        return new RingGroup(name, Optional.of(number).filter(n -> !n.isEmpty()), List.of("anna"), RingGroup.Strategy.ALL, 20, Optional.empty());
    }

    private static List<Clash> in(RingGroup... groups) {
        return new NameConflicts(() -> with(groups)).now();
    }

    @Test
    void whatAGroupSharesIsNamedWithWhoHasItToo() {
        assertEquals(List.of(), in(group("sales", "700"), group("700x", ""), group("650", "650")));
        assertEquals(List.of(new Clash("Anna", "Anna", "anna")), in(group("Anna", "")));
        assertEquals(List.of(new Clash("600", "sales", "600")), in(group("sales", "600")));
        assertEquals(List.of(new Clash("+46812345678", "sales", "anna")), in(group("sales", "+46812345678")));
        assertEquals(List.of(new Clash("700", "help", "sales")), in(group("sales", "700"), group("help", "700")));
        assertEquals(List.of(new Clash("700", "help", "700")), in(group("700", ""), group("help", "700")));
    }

    @Test
    void aConfigurationIsLookedThroughOnceAndTheNextAnew() {
        var current = new AtomicReference<>(with(group("anna", "")));
        var clashes = new NameConflicts(current::get);
        var first = clashes.now();
        assertEquals(1, first.size());
        assertSame(first, clashes.now());
        current.set(with(group("sales", "")));
        assertEquals(List.of(), clashes.now());
    }
}
