package org.trunkline.node.internal;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.engine.port.ConfigStore;
import org.trunkline.engine.port.RecordCare;
import org.trunkline.engine.port.StoreException;

/**
 * What is kept of a person, and how it goes: {@code trunkline:person NUMBER}, {@code trunkline:erase NUMBER}. The audit
 * names the number without its last digits.
 */
@Component(service = PersonCommands.class, property = {"osgi.command.scope=trunkline", "osgi.command.function=person",
        "osgi.command.function=erase"})
public final class PersonCommands {
    private static final int MOST = 10_000;
    private static final int CUT = 4;

    private final RecordCare records;
    private final ConfigStore store;
    private final AtomicBoolean busy = new AtomicBoolean();

    @Activate
    public PersonCommands(@Reference RecordCare records, @Reference ConfigStore store) {
        this.records = records;
        this.store = store;
    }

    /** The calls kept of a number, as dialled or in E.164. */
    public String person(String number) throws IOException {
        var found = records.find(number, MOST);
        return found.isEmpty() ? "no call of " + number
                : found.stream().map(PersonCommands::line).collect(Collectors.joining("\n", "",
                        "\n" + found.size() + (found.size() == MOST ? " calls, and perhaps more" : " calls")));
    }

    private static String line(Cdr cdr) {
        return "%s  %s  %s -> %s  %s  %d s".formatted(cdr.id(), cdr.startedAt(), cdr.from().normalised(),
                cdr.to().normalised(), cdr.cause().code(), cdr.duration().toSeconds());
    }

    /** Takes the number, and what else names that person, out of all records and SIP messages. */
    public String erase(String number) throws IOException, StoreException {
        if (number.isBlank())
            return "which number?";
        if (!busy.compareAndSet(false, true))
            return "an erasure is going on";
        try {
            var outcome = records.erase(number);
            store.note("console", "erase", "person " + cut(number), outcome.records() + " records");
            return outcome.records() + " of " + outcome.read()
                    + " records have no number, name and messages of that person any more; the index and the store are made anew";
        } finally {
            busy.set(false);
        }
    }

    static String cut(String number) {
        int end = Math.max(0, number.length() - CUT);
        return number.substring(0, end) + "*".repeat(number.length() - end);
    }
}
