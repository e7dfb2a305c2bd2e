package org.trunkline.wire;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.trunkline.api.plugin.CatalogueEntry;
import org.trunkline.api.plugin.PluginAbout;
import org.trunkline.api.plugin.PluginEvent;
import org.trunkline.api.plugin.PluginStatus;
import org.trunkline.api.plugin.Publisher;
import org.trunkline.wire.json.In;
import org.trunkline.wire.json.Json;
import org.trunkline.wire.json.Out;

/** Plug-ins, the catalogue, and the publishers whom the administrator trusts. */
public final class PluginJson {
    private PluginJson() {}

    public static ObjectNode write(PluginStatus p) {
        return about(p.about()).put("publisher", p.publisher()).put("signed", p.signed() != PluginStatus.Signed.UNSIGNED)
                .put("signature", p.signed()).put("state", p.state()).said("reason", p.reason()).put("since", p.since())
                .put("host", p.host()).text("previous", p.previous()).put("settings", texts(p.settings()))
                .texts("secretsSet", p.secretsSet()).put("cost", cost(p.cost())).put("restarts", p.restarts()).node();
    }

    private static Out about(PluginAbout a) {
        return new Out().put("id", a.id()).put("version", a.version()).put("name", texts(a.name()))
                .put("description", texts(a.description())).texts("provides", a.provides())
                .texts("permissions", a.permissions()).put("limits", new Out().put("heapMb", a.limits().heapMb())
                        .put("threads", a.limits().threads()).put("cpuPercent", a.limits().cpuPercent())
                        .put("diskMb", a.limits().diskMb()).node())
                .put("inside", a.inside()).put("desk", a.desk()).list("fields", a.settings(), PluginJson::write);
    }

    private static ObjectNode write(PluginAbout.Field f) {
        var choices = Json.object();
        f.choices().forEach((value, label) -> choices.set(value, texts(label)));
        return new Out().put("name", f.name()).put("type", f.type()).put("label", texts(f.label())).put("help", texts(f.help()))
                .put("required", f.required()).put("secret", f.secret()).put("unit", f.unit()).put("default", f.defaultValue())
                .put("min", f.min()).put("max", f.max()).put("choices", choices).node();
    }

    private static ObjectNode cost(PluginStatus.Cost c) {
        return new Out().put("cpuMillisPerSecond", c.cpuMillisPerSecond()).put("heapBytes", c.heapBytes())
                .put("threads", c.threads()).list("interfaces", c.interfaces(), i -> new Out().put("name", i.name())
                        .put("calls", i.calls()).put("failed", i.failed()).put("late", i.late())
                        .put("p99Millis", i.p99Millis()).node()).node();
    }

    private static ObjectNode texts(Map<String, String> texts) {
        var node = Json.object();
        new TreeMap<>(texts).forEach((language, text) -> node.put(language, text));
        return node;
    }

    public static List<PluginStatus> readList(JsonNode node) {
        return new In(node).elements("items", PluginJson::read);
    }

    public static PluginStatus read(JsonNode node) {
        var in = new In(node);
        return new PluginStatus(readAbout(in), in.text("publisher"), in.word("signature", PluginStatus.Signed.class),
                in.word("state", PluginStatus.State.class), in.said("reason"), in.instant("since"),
                in.word("host", PluginStatus.Host.class), in.optionalText("previous"), readTexts(node.path("settings")),
                in.texts("secretsSet"), readCost(in.object("cost")), in.small("restarts"));
    }

    private static PluginAbout readAbout(In in) {
        var limits = in.object("limits");
        return new PluginAbout(in.text("id"), in.text("version"), in.value("name", PluginJson::readTexts),
                in.value("description", PluginJson::readTexts), in.texts("provides"), in.texts("permissions"),
                new PluginAbout.Limits(limits.small("heapMb"), limits.small("threads"), limits.small("cpuPercent"),
                        limits.small("diskMb")), in.flag("inside"), in.flag("desk"), in.elements("fields", PluginJson::readField));
    }

    private static PluginAbout.Field readField(JsonNode node) {
        var in = new In(node);
        var choices = new LinkedHashMap<String, Map<String, String>>();
        node.path("choices").properties().forEach(p -> choices.put(p.getKey(), readTexts(p.getValue())));
        return new PluginAbout.Field(in.text("name"), in.text("type"), readTexts(node.path("label")),
                readTexts(node.path("help")), in.flag("required"), in.flag("secret"), in.text("unit"), in.text("default"),
                in.text("min"), in.text("max"), choices);
    }

    private static PluginStatus.Cost readCost(In in) {
        return new PluginStatus.Cost(in.decimal("cpuMillisPerSecond"), in.integer("heapBytes"), in.small("threads"),
                in.list("interfaces", i -> new PluginStatus.InterfaceCost(i.text("name"), i.integer("calls"),
                        i.integer("failed"), i.integer("late"), i.decimal("p99Millis"))));
    }

    private static Map<String, String> readTexts(JsonNode node) {
        var texts = new LinkedHashMap<String, String>();
        node.properties().forEach(p -> texts.put(p.getKey(), p.getValue().asText()));
        return texts;
    }

    public static ObjectNode write(CatalogueEntry entry) {
        return new Out().put("file", entry.file()).object("about", entry.about().map(a -> about(a).node()))
                .put("signed", entry.signed() != PluginStatus.Signed.UNSIGNED).put("signature", entry.signed())
                .put("publisher", entry.publisher()).put("certificate", entry.certificate())
                .said("refused", entry.refused()).node();
    }

    public static List<CatalogueEntry> readCatalogue(JsonNode node) {
        return new In(node).list("items", in -> new CatalogueEntry(in.text("file"),
                in.optionalObject("about").map(PluginJson::readAbout), in.word("signature", PluginStatus.Signed.class),
                in.text("publisher"), in.text("certificate"), in.said("refused")));
    }

    public static ObjectNode write(Publisher publisher) {
        return new Out().put("name", publisher.name()).put("fingerprint", publisher.fingerprint())
                .put("until", publisher.until()).put("inside", publisher.inside()).node();
    }

    public static List<Publisher> readPublishers(JsonNode node) {
        return new In(node).elements("items", PluginJson::readPublisher);
    }

    public static Publisher readPublisher(JsonNode node) {
        var in = new In(node);
        return new Publisher(in.text("name"), in.text("fingerprint"), in.instant("until"), in.flag("inside"));
    }

    /** Whom to trust. @param certificate PEM */
    public record Trust(String certificate, boolean inside) {}

    public static ObjectNode write(Trust trust) {
        return new Out().put("certificate", trust.certificate()).put("inside", trust.inside()).node();
    }

    public static DraftJson.Parsed<Trust> readTrust(JsonNode node) {
        return DraftJson.parse(node, f -> new Trust(f.text("certificate", ""), f.flag("inside", false)));
    }

    /**
     * What is to change of an installed plug-in.
     *
     * @param enabled empty to leave it
     * @param settings by name; empty to go back to the default
     */
    public record Change(Optional<Boolean> enabled, Map<String, Optional<String>> settings) {}

    public static ObjectNode write(Change change) {
        var out = new Out();
        change.enabled().ifPresent(e -> out.put("enabled", e));
        if (!change.settings().isEmpty()) {
            var settings = Json.object();
            change.settings().forEach((name, value) -> settings.put(name, value.orElse(null)));
            out.put("settings", settings);
        }
        return out.node();
    }

    public static DraftJson.Parsed<Change> readChange(JsonNode node) {
        return DraftJson.parse(node, f -> new Change(f.optionalFlag("enabled"), f.changes("settings")));
    }

    /** As the topic {@code plugin-events} has it: the plug-in's object in one with its plug-in and topic. */
    public static PluginEvent readEvent(JsonNode node) {
        var in = new In(node);
        return new PluginEvent(in.text("plugin"), in.text("topic"),
                in.value("event", event -> new String(Json.bytes(event), StandardCharsets.UTF_8)));
    }
}
