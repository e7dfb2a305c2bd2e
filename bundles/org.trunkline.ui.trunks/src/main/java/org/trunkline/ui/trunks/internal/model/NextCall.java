package org.trunkline.ui.trunks.internal.model;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

import org.trunkline.api.plugin.PluginAbout.Field;
import org.trunkline.api.plugin.PluginEntries;
import org.trunkline.domain.schedule.Recurrence;
import org.trunkline.domain.schedule.Repeat;

/** When a scheduled call comes next. */
public final class NextCall {
    private static final String ZONE = "zone";

    private final PluginEntries.Kind kind;

    private NextCall(PluginEntries.Kind kind) {
        this.kind = kind;
    }

    /** Empty where the kind is not that of scheduled calls. */
    public static Optional<NextCall> of(PluginEntries.Kind kind) {
        return kind.plugin().equals("schedule") && kind.kind().equals("call") ? Optional.of(new NextCall(kind)) : Optional.empty();
    }

    /** Empty for one that is over or disabled. */
    public Optional<Instant> after(Instant now, Map<String, String> entry) {
        if (entry.getOrDefault("enabled", "true").equals("false"))
            return Optional.empty();
        try {
            var repeat = Repeat.of(entry.getOrDefault("repeat", Repeat.ONCE.code())).orElse(Repeat.ONCE);
            return new Recurrence(Recurrence.time(entry.getOrDefault("at", "")), ZoneId.of(zone(entry)), repeat).next(now);
        } catch (DateTimeException e) {
            return Optional.empty(); // a zone that this Java does not know
        }
    }

    /** An entry of an older node has none: it is the node's, which the form has as its default. */
    private String zone(Map<String, String> entry) {
        String zone = entry.getOrDefault(ZONE, "");
        return zone.isBlank() ? kind.fields().stream().filter(field -> field.name().equals(ZONE)).map(Field::defaultValue).findFirst().orElse("")
                : zone.strip();
    }
}
