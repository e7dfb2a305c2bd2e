package org.trunkline.ui.calls.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.trunkline.domain.border.BorderStatus;
import org.trunkline.ui.Formats;
import org.trunkline.ui.Texts;
import org.trunkline.ui.Tone;

/** How full the bounded tables are, and whether calls are refused now. One thread at a time. */
final class BorderHealth {
    private static final double MOSTLY = 0.9;
    /** Refusals for want of room: calls suffer. What others send wrong is no trouble of ours. */
    private static final Set<String> OURS = Set.of("overload", "calls-full", "mailbox-full", "connections-full",
            "transactions-full", "media-full", "files-full", "transcoding-full");
    private static final Duration RECENT = Duration.ofSeconds(30);
    /** Shown as a line of its own, in words for people. */
    private static final String MEDIA = "media-ports";

    private final Texts texts;
    private final Formats formats;
    private final InstantSource clock;
    private long oursBefore = -1;
    private Instant lastRefused = Instant.MIN;

    BorderHealth(Texts texts, Formats formats, InstantSource clock) {
        this.texts = texts;
        this.formats = formats;
        this.clock = clock;
    }

    /** @return none of a node that does not report its tables */
    List<Limit> limits(BorderStatus border) {
        return border.tables().stream().filter(t -> !t.name().equals(MEDIA))
                .map(t -> new Limit(table(t), t.limit() > 0 ? (double) t.used() / t.limit() : 0)).toList();
    }

    private HealthRow table(BorderStatus.Table table) {
        boolean full = table.limit() > 0 && table.used() >= table.limit() * MOSTLY;
        String detail = table.limit() > 0
                ? texts.get("health.table.detail", formats.count(table.used()), formats.count(table.limit()))
                : texts.get("health.table.free", formats.count(table.used()));
        return row("table " + table.name(), word("health.table.", table.name()), full ? Tone.WARN : Tone.OK,
                texts.get(full ? "health.low" : "health.fine"), detail);
    }

    /** @return empty for a node that does not report them */
    Optional<HealthRow> refusals(BorderStatus border) {
        if (border.equals(BorderStatus.NONE))
            return Optional.empty();
        long ours = border.refused().stream().filter(r -> OURS.contains(r.reason()))
                .mapToLong(BorderStatus.Refusals::count).sum();
        Instant now = clock.instant();
        if (oursBefore >= 0 && ours > oursBefore)
            lastRefused = now;
        oursBefore = ours;
        boolean refusing = lastRefused.isAfter(now.minus(RECENT));
        var counts = border.refused().stream().filter(r -> r.count() > 0)
                .map(r -> texts.get("health.refused.count", formats.count(r.count()), word("refusal.", r.reason())))
                .toList();
        return Optional.of(row("refused", texts.get("health.refused"), refusing ? Tone.BAD : Tone.OK,
                texts.get(refusing ? "health.refusing" : "health.fine"),
                counts.isEmpty() ? texts.get("health.refused.none") : String.join(", ", counts)));
    }

    private String word(String prefix, String name) {
        return texts.has(prefix + name) ? texts.get(prefix + name) : name;
    }

    private static HealthRow row(String key, String what, Tone tone, String state, String detail) {
        return new HealthRow(key, what, tone, state, "", "", detail, Optional.empty());
    }
}
