package org.trunkline.ui.cdr.internal.saved;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.trunkline.api.alert.AlertStatus;
import org.trunkline.api.alert.AlertStatus.Delivery;
import org.trunkline.ui.Formats;
import org.trunkline.ui.StateText;
import org.trunkline.ui.Texts;
import org.trunkline.ui.Tone;
import org.trunkline.ui.table.Column;

/** What the table of saved searches shows. */
final class SavedColumns {
    private final Texts texts;
    private final Formats formats;
    private final StateText states = StateText.create();

    SavedColumns(Texts texts, Formats formats) {
        this.texts = texts;
        this.formats = formats;
    }

    List<Column<SavedRow>> all() {
        return List.of(column("state", r -> texts.get("saved.state." + state(r))).tone(SavedColumns::tone)
                .hover(r -> r.alert().map(a -> states.of(a.problem())).orElse("")),
                column("name", r -> r.search().name()),
                column("matches", r -> r.alert().filter(a -> a.state() != AlertStatus.State.BROKEN)
                        .map(a -> texts.get("saved.matches.of", formats.count(a.matches()) + (a.more() ? "+" : ""), formats.count(rule(r)),
                                minutes(r))).orElse(Formats.NONE)),
                column("query", r -> r.search().query()),
                column("owner", r -> r.search().shared() ? texts.get("saved.owner.shared", r.search().owner())
                        : r.search().owner()),
                column("webhook", r -> delivery(r.alert().flatMap(AlertStatus::webhook)))
                        .tone(r -> tone(r.alert().flatMap(AlertStatus::webhook)))
                        .hover(r -> words(r.alert().flatMap(AlertStatus::webhook))),
                column("mail", r -> delivery(r.alert().flatMap(AlertStatus::mail)))
                        .tone(r -> tone(r.alert().flatMap(AlertStatus::mail)))
                        .hover(r -> words(r.alert().flatMap(AlertStatus::mail))),
                column("channels", r -> delivery(worst(r))).tone(r -> tone(worst(r))).hover(this::channels));
    }

    /** Of all channels of plug-ins the one that somebody must look at: not delivered before delivered, then the latest. */
    private static Optional<Delivery> worst(SavedRow row) {
        return row.alert().flatMap(a -> a.channels().values().stream()
                .max(Comparator.comparing((Delivery d) -> !d.delivered()).thenComparing(Delivery::at)));
    }

    private String channels(SavedRow row) {
        return row.alert().map(a -> a.channels().entrySet().stream().sorted(Map.Entry.comparingByKey())
                .map(e -> (e.getKey() + ": " + delivery(Optional.of(e.getValue())) + " " + words(Optional.of(e.getValue()))).strip())
                .collect(Collectors.joining("\n"))).orElse("");
    }

    private Column<SavedRow> column(String id, Function<SavedRow, String> text) {
        return Column.of(id, texts.get("saved.column." + id), texts.get("saved.column." + id + ".tip"), text);
    }

    private static String state(SavedRow row) {
        return row.search().alert().isEmpty() ? "none" : row.alert().map(a -> a.state().name().toLowerCase(Locale.ROOT))
                .orElse("unknown");
    }

    private static int rule(SavedRow row) {
        return row.search().alert().orElseThrow().matches();
    }

    private static long minutes(SavedRow row) {
        return row.search().alert().orElseThrow().within().toMinutes();
    }

    private static Tone tone(SavedRow row) {
        return row.alert().map(a -> switch (a.state()) {
            case QUIET -> Tone.OK;
            case RAISED -> Tone.BAD;
            case ACKNOWLEDGED -> Tone.WARN;
            case BROKEN -> Tone.BAD;
        }).orElse(Tone.PLAIN);
    }

    private static Tone tone(Optional<Delivery> delivery) {
        return delivery.map(d -> d.delivered() ? Tone.OK : Tone.BAD).orElse(Tone.PLAIN);
    }

    private String delivery(Optional<Delivery> delivery) {
        return delivery.map(d -> texts.get(d.delivered() ? "saved.delivered" : "saved.not-delivered",
                formats.time(d.at()))).orElse(Formats.NONE);
    }

    private String words(Optional<Delivery> delivery) {
        return delivery.map(d -> d.again() ? texts.get("saved.again", states.of(d.why())) : states.of(d.why())).orElse("");
    }
}
