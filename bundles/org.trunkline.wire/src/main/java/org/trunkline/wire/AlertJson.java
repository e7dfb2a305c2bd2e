package org.trunkline.wire;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.trunkline.api.alert.AlertStatus;
import org.trunkline.api.config.ConfigHistory;
import org.trunkline.api.config.SavedSearchDraft;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.config.AlertRule;
import org.trunkline.domain.config.ChannelUse;
import org.trunkline.domain.config.SavedSearch;
import org.trunkline.wire.json.Fields;
import org.trunkline.wire.json.In;
import org.trunkline.wire.json.Json;
import org.trunkline.wire.json.Out;

/** Saved searches, how their alerts stand, and past configuration. */
public final class AlertJson {
    private AlertJson() {}

    public static ObjectNode write(SavedSearch search) {
        var out = new Out().put("name", search.name()).put("query", search.query())
                .put("lastSeconds", search.last().map(Duration::toSeconds).orElse(0L)).put("owner", search.owner())
                .put("shared", search.shared()).put("tile", search.tile());
        search.alert().ifPresent(a -> out.put("alert", new Out().put("matches", a.matches())
                .put("withinMinutes", a.within().toMinutes()).put("quietMinutes", a.quiet().toMinutes())
                .text("webhook", a.webhook()).texts("mailTo", a.mailTo())
                .list("channels", a.channels(), AlertJson::write).node()));
        return out.node();
    }

    private static ObjectNode write(ChannelUse use) {
        return new Out().put("channel", use.channel()).put("settings", fields(use.settings())).node();
    }

    private static ChannelUse readUse(JsonNode node) {
        return ChannelUse.of(new In(node).text("channel"), readFields(node.path("settings")));
    }

    public static SavedSearch readSavedSearch(JsonNode node) {
        var in = new In(node);
        long last = in.integer("lastSeconds");
        return new SavedSearch(in.text("name"), in.text("query"),
                last == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(last)), in.text("owner"),
                in.flag("shared"), in.flag("tile"), in.optionalObject("alert").map(a -> new AlertRule(a.small("matches"),
                        Duration.ofMinutes(a.integer("withinMinutes")), Duration.ofMinutes(a.integer("quietMinutes")),
                        a.optionalText("webhook"), a.texts("mailTo"),
                        a.has("channels") ? a.elements("channels", AlertJson::readUse) : List.of())));
    }

    /** @param key stands where the body leaves the name out */
    public static DraftJson.Parsed<SavedSearchDraft> readDraft(JsonNode node, Optional<String> key) {
        return DraftJson.parse(node, f -> new SavedSearchDraft(f.text("name", key.orElse("")), f.text("query", ""),
                f.integer("lastSeconds", 0), f.text("owner", "api"), f.flag("shared", true), f.flag("tile", false),
                f.object("alert").map(AlertJson::alert)));
    }

    private static SavedSearchDraft.Alert alert(Fields f) {
        var result = new SavedSearchDraft.Alert(f.integer("matches", 1),
                f.integer("withinMinutes", SavedSearchDraft.Alert.DEFAULT_WITHIN_MINUTES),
                f.integer("quietMinutes", SavedSearchDraft.Alert.DEFAULT_QUIET_MINUTES), f.optionalText("webhook"),
                f.optionalText("secret"), f.texts("mailTo"), f.objects("channels",
                        c -> ChannelUse.of(c.text("channel", ""), c.values("settings"))));
        f.end();
        return result;
    }

    public static ObjectNode write(SavedSearchDraft draft) {
        var out = new Out().put("name", draft.name()).put("query", draft.query()).put("lastSeconds", draft.lastSeconds())
                .put("owner", draft.owner()).put("shared", draft.shared()).put("tile", draft.tile());
        draft.alert().ifPresent(a -> out.put("alert", new Out().put("matches", a.matches())
                .put("withinMinutes", a.withinMinutes()).put("quietMinutes", a.quietMinutes())
                .text("webhook", a.webhook()).text("secret", a.secret()).texts("mailTo", a.mailTo())
                .list("channels", a.channels(), AlertJson::write).node()));
        return out.node();
    }

    public static ObjectNode write(AlertStatus alert) {
        var out = new Out().put("name", alert.name()).put("state", alert.state()).put("since", alert.since())
                .put("matches", alert.matches()).put("more", alert.more()).texts("latest", alert.latest().stream().map(CallId::value).toList())
                .said("problem", alert.problem());
        alert.webhook().ifPresent(d -> out.put("webhook", write(d)));
        alert.mail().ifPresent(d -> out.put("mail", write(d)));
        var channels = Json.object();
        new TreeMap<>(alert.channels()).forEach((id, delivery) -> channels.set(id, write(delivery)));
        out.put("channels", channels);
        return out.node();
    }

    private static ObjectNode write(AlertStatus.Delivery delivery) {
        return new Out().put("at", delivery.at()).put("delivered", delivery.delivered())
                .said("message", delivery.why()).put("again", delivery.again()).node();
    }

    public static List<AlertStatus> readAlerts(JsonNode node) {
        return new In(node).list("items", AlertJson::readAlert);
    }

    private static AlertStatus readAlert(In in) {
        return new AlertStatus(in.text("name"), in.word("state", AlertStatus.State.class), in.instant("since"),
                in.integer("matches"), in.optionalFlag("more").orElse(false), in.texts("latest").stream().map(CallId::new).toList(), in.said("problem"),
                in.optionalObject("webhook").map(AlertJson::readDelivery),
                in.optionalObject("mail").map(AlertJson::readDelivery), readDeliveries(in));
    }

    private static Map<String, AlertStatus.Delivery> readDeliveries(In in) {
        var deliveries = new LinkedHashMap<String, AlertStatus.Delivery>();
        if (in.has("channels"))
            in.object("channels").names().forEach(id -> deliveries.put(id, readDelivery(in.object("channels").object(id))));
        return deliveries;
    }

    private static AlertStatus.Delivery readDelivery(In in) {
        return new AlertStatus.Delivery(in.instant("at"), in.flag("delivered"), in.said("message"),
                in.optionalFlag("again").orElse(false));
    }

    public static ObjectNode write(ConfigHistory.Then then) {
        return new Out().put("subject", then.subject()).put("revision", then.revision())
                .put("changedAt", then.changedAt()).put("who", then.who()).put("then", fields(then.then()))
                .put("now", fields(then.now())).node();
    }

    private static ObjectNode fields(Map<String, String> fields) {
        var node = Json.object();
        fields.forEach(node::put);
        return node;
    }

    public static ConfigHistory.Then readThen(JsonNode node) {
        var in = new In(node);
        return new ConfigHistory.Then(in.text("subject"), in.integer("revision"), in.instant("changedAt"),
                in.text("who"), readFields(node.path("then")), readFields(node.path("now")));
    }

    private static Map<String, String> readFields(JsonNode node) {
        var fields = new LinkedHashMap<String, String>();
        node.properties().forEach(p -> fields.put(p.getKey(), p.getValue().asText()));
        return fields;
    }
}
