package org.trunkline.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.trunkline.api.FieldError;
import org.trunkline.api.privacy.HoldDraft;
import org.trunkline.api.privacy.PersonChange;
import org.trunkline.api.privacy.PersonPage;
import org.trunkline.api.privacy.Privacy;
import org.trunkline.api.privacy.RetentionStatus;
import org.trunkline.domain.config.LegalHold;
import org.trunkline.domain.config.Retention;
import org.trunkline.wire.json.Fields;
import org.trunkline.wire.json.In;
import org.trunkline.wire.json.Json;
import org.trunkline.wire.json.Out;

/** Retention, legal holds, and a person's data. */
public final class PrivacyJson {
    private static final int MAX_NUMBER = 128;

    private PrivacyJson() {}

    public static ObjectNode write(LegalHold hold) {
        return new Out().put("name", hold.name()).put("query", hold.query()).put("reason", hold.reason())
                .put("who", hold.who()).put("since", hold.since()).node();
    }

    public static LegalHold readHold(JsonNode node) {
        var in = new In(node);
        return new LegalHold(in.text("name"), in.text("query"), in.text("reason"), in.text("who"), in.instant("since"));
    }

    public static ObjectNode write(HoldDraft draft) {
        return new Out().put("name", draft.name()).put("query", draft.query()).put("reason", draft.reason()).node();
    }

    /**
     * What a request wants kept. Who set a hold and when comes with each answer: both may be sent back, and change nothing.
     *
     * @param key stands where the body leaves the name out
     */
    public static DraftJson.Parsed<HoldDraft> readDraft(JsonNode node, Optional<String> key) {
        return DraftJson.parse(node, f -> {
            f.optionalText("who");
            f.optionalText("since");
            return new HoldDraft(f.text("name", key.orElse("")), f.text("query", ""), f.text("reason", ""));
        });
    }

    public static ObjectNode write(Retention retention) {
        return new Out().put("recordDays", retention.recordDays()).put("ladderDays", retention.ladderDays())
                .put("personalDays", retention.personalDays()).put("disguise", retention.disguise()).node();
    }

    public static Retention readRetention(JsonNode node) {
        var in = new In(node);
        return new Retention(in.small("recordDays"), in.small("ladderDays"), in.small("personalDays"),
                in.word("disguise", Retention.Disguise.class));
    }

    /** What a request wants kept: what is left out is as it is now. */
    public static DraftJson.Parsed<Retention> readRetention(JsonNode node, Retention now) {
        var wrong = new ArrayList<FieldError>();
        var parsed = DraftJson.parse(node, f -> new Retention(days(f, "recordDays", now.recordDays(), wrong),
                days(f, "ladderDays", now.ladderDays(), wrong), days(f, "personalDays", now.personalDays(), wrong),
                f.word("disguise", Retention.Disguise.class, now.disguise())));
        wrong.addAll(parsed.errors());
        return new DraftJson.Parsed<>(parsed.draft(), wrong);
    }

    private static int days(Fields f, String name, int now, List<FieldError> wrong) {
        int days = f.integer(name, now);
        if (days >= 0 && days <= Retention.MAX_DAYS)
            return days;
        wrong.add(new FieldError(name, "out-of-range", List.of(String.valueOf(days), "0",
                String.valueOf(Retention.MAX_DAYS)), name + " " + days + " is not between 0 and " + Retention.MAX_DAYS));
        return now;
    }

    public static ObjectNode write(RetentionStatus status) {
        return new Out().put("retention", write(status.retention())).object("last", status.last().map(PrivacyJson::write))
                .put("problem", status.problem()).put("key", write(status.key())).put("problemCode", status.problemCode())
                .texts("problemArgs", status.problemArgs()).node();
    }

    public static RetentionStatus readStatus(JsonNode node) {
        var in = new In(node);
        return new RetentionStatus(readRetention(node.path("retention")),
                in.has("last") ? Optional.of(readSweep(node.path("last"))) : Optional.empty(), in.text("problem"),
                readKey(node.path("key")), in.textOr("problemCode", ""), in.texts("problemArgs"));
    }

    public static ObjectNode write(RetentionStatus.Sweep sweep) {
        return new Out().put("at", sweep.at()).put("segments", sweep.segments()).put("deleted", sweep.deleted())
                .put("rows", sweep.rows()).put("disguised", sweep.disguised()).put("kept", counts(sweep.kept())).node();
    }

    public static RetentionStatus.Sweep readSweep(JsonNode node) {
        var in = new In(node);
        return new RetentionStatus.Sweep(in.instant("at"), in.integer("segments"), in.integer("deleted"),
                in.integer("rows"), in.integer("disguised"), readCounts(node.path("kept")));
    }

    public static ObjectNode write(RetentionStatus.Key key) {
        return new Out().put("state", key.state()).put("id", key.id()).put("file", key.file())
                .put("problem", key.problem()).node();
    }

    public static RetentionStatus.Key readKey(JsonNode node) {
        var in = new In(node);
        return new RetentionStatus.Key(in.word("state", RetentionStatus.Key.State.class), in.text("id"), in.text("file"),
                in.text("problem"));
    }

    private static ObjectNode counts(Map<String, Long> counts) {
        var node = Json.object();
        counts.forEach(node::put);
        return node;
    }

    private static Map<String, Long> readCounts(JsonNode node) {
        var counts = new TreeMap<String, Long>();
        node.properties().forEach(p -> counts.put(p.getKey(), p.getValue().asLong()));
        return counts;
    }

    /** Who is asked for. In a body, because addresses of requests are logged by proxies. @param limit of a page */
    public record PersonRequest(String number, Privacy.Purpose purpose, Optional<String> after, int limit) {}

    public static ObjectNode write(PersonRequest request) {
        return new Out().put("number", request.number()).put("purpose", request.purpose()).text("after", request.after())
                .put("limit", request.limit()).node();
    }

    /** The number alone. */
    public static ObjectNode person(String number) {
        return new Out().put("number", number).node();
    }

    /** @param paged whether purpose, after and limit may be said */
    public static DraftJson.Parsed<PersonRequest> readPerson(JsonNode node, boolean paged, int most) {
        var wrong = new ArrayList<FieldError>();
        var parsed = DraftJson.parse(node, f -> new PersonRequest(f.text("number", "").strip(),
                paged ? f.word("purpose", Privacy.Purpose.class, Privacy.Purpose.SEARCH) : Privacy.Purpose.EXPORT,
                paged ? f.optionalText("after") : Optional.empty(), paged ? f.integer("limit", most) : most));
        var it = parsed.draft();
        if (it.number().isEmpty())
            wrong.add(new FieldError("number", "required", List.of(), "number is missing"));
        else if (it.number().length() > MAX_NUMBER || it.number().chars().anyMatch(Character::isISOControl))
            wrong.add(new FieldError("number", "not-a-number", List.of(), "number is neither a telephone number nor a user name"));
        if (it.limit() < 1 || it.limit() > most)
            wrong.add(new FieldError("limit", "out-of-range", List.of(String.valueOf(it.limit()), "1",
                    String.valueOf(most)), "limit " + it.limit() + " is not between 1 and " + most));
        if (it.after().filter(a -> a.length() > MAX_NUMBER).isPresent())
            wrong.add(new FieldError("after", "invalid", List.of(), "after is not the \"next\" of a page"));
        wrong.addAll(parsed.errors());
        return new DraftJson.Parsed<>(it, wrong);
    }

    public static ObjectNode write(PersonPage page) {
        return new Out().list("items", page.items(), PrivacyJson::write).put("read", page.read()).put("of", page.of())
                .text("next", page.next()).node();
    }

    public static ObjectNode write(PersonPage.Item item) {
        return new Out().put("record", CdrJson.write(item.record())).object("ladder", item.ladder().map(CdrJson::write))
                .text("hold", item.hold()).node();
    }

    public static PersonPage readPage(JsonNode node) {
        var in = new In(node);
        return new PersonPage(in.elements("items", PrivacyJson::readItem), in.integer("read"), in.integer("of"),
                in.optionalText("next"));
    }

    private static PersonPage.Item readItem(JsonNode node) {
        var in = new In(node);
        return new PersonPage.Item(CdrJson.read(node.path("record")),
                in.has("ladder") ? Optional.of(CdrJson.readLadder(node.path("ladder"))) : Optional.empty(),
                in.optionalText("hold"));
    }

    public static ObjectNode write(PersonChange change) {
        return new Out().put("records", change.records()).put("read", change.read()).put("kept", counts(change.kept()))
                .node();
    }

    public static PersonChange readChange(JsonNode node) {
        var in = new In(node);
        return new PersonChange(in.integer("records"), in.integer("read"), readCounts(node.path("kept")));
    }
}
