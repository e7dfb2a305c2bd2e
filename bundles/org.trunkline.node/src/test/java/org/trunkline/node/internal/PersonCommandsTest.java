package org.trunkline.node.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.engine.port.ConfigStore;
import org.trunkline.engine.port.RecordCare;
import org.trunkline.testkit.CdrGenerator;

class PersonCommandsTest {
    private final List<String> notes = new ArrayList<>();
    private final List<String> erased = new ArrayList<>();
    private final Cdr call = new CdrGenerator(1, Instant.parse("2026-03-02T08:00:00Z"), 1).next();

    private final RecordCare records = new RecordCare() {
        @Override
        public List<Cdr> find(String number, int limit) {
            return number.equals("+46701234567") ? List.of(call) : List.of();
        }

        @Override
        public Outcome erase(String number) {
            erased.add(number);
            return new Outcome(3, 100);
        }

        @Override
        public int drop(Instant recordsBefore, Instant laddersBefore) {
            return 0;
        }

        @Override
        public Outcome anonymise(Instant before) {
            return new Outcome(0, 0);
        }
    };
    private final ConfigStore store = (ConfigStore) Proxy.newProxyInstance(getClass().getClassLoader(),
            new Class<?>[] { ConfigStore.class }, (_, method, arguments) -> {
                assertEquals("note", method.getName());
                notes.add(String.join(" ", List.of(arguments).stream().map(String::valueOf).toList()));
                return null;
            });
    private final PersonCommands commands = new PersonCommands(records, store);

    @Test
    void anErasureIsNotedWithoutTheNumber() throws Exception {
        assertTrue(commands.erase("+46701234567").startsWith("3 of 100 records"));
        assertEquals(List.of("+46701234567"), erased);
        assertEquals(List.of("console erase person +4670123**** 3 records"), notes);
    }

    @Test
    void theCallsOfANumberAreListed() throws Exception {
        assertTrue(commands.person("+46701234567").endsWith("\n1 calls"));
        assertTrue(commands.person("+46701234567").contains(call.id().value()));
        assertEquals("no call of 1", commands.person("1"));
        assertEquals("which number?", commands.erase(" "));
    }
}
