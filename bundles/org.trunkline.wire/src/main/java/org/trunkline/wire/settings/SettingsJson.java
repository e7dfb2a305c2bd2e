package org.trunkline.wire.settings;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.trunkline.api.settings.NodeSetting;
import org.trunkline.api.settings.SettingsReport;
import org.trunkline.wire.DraftJson;
import org.trunkline.wire.FormJson;
import org.trunkline.wire.json.In;
import org.trunkline.wire.json.Json;
import org.trunkline.wire.json.MalformedJsonException;
import org.trunkline.wire.json.Out;
import org.trunkline.wire.json.WireException;

/** Technical settings of a node: as the API tells them, as changes, and as the node's file. */
public final class SettingsJson {
    private SettingsJson() {}

    public static ObjectNode write(SettingsReport report) {
        return new Out().put("file", report.file())
                .list("groups", report.groups(), g -> new Out().put("code", g.code()).put("label", FormJson.texts(g.label())).node())
                .list("items", report.settings(), SettingsJson::write).node();
    }

    private static ObjectNode write(NodeSetting setting) {
        var node = FormJson.write(setting.about());
        node.setAll(new Out().put("group", setting.group()).put("effect", setting.effect()).put("source", setting.source())
                .put("value", setting.value()).put("secretSet", setting.secretSet()).put("waiting", setting.waiting()).node());
        return node;
    }

    public static SettingsReport readReport(JsonNode node) {
        var in = new In(node);
        return new SettingsReport(in.text("file"), in.elements("groups", group -> new SettingsReport.Group(
                new In(group).text("code"), FormJson.readTexts(group.path("label")))), in.elements("items", SettingsJson::readSetting));
    }

    private static NodeSetting readSetting(JsonNode node) {
        var in = new In(node);
        return new NodeSetting(FormJson.readField(node), in.text("group"), in.word("effect", NodeSetting.Effect.class),
                in.word("source", NodeSetting.Source.class), in.text("value"), in.flag("secretSet"), in.flag("waiting"));
    }

    /** @param values by name; one without a value goes back to its default */
    public static ObjectNode writeChange(Map<String, Optional<String>> values) {
        var named = Json.object();
        new TreeMap<>(values).forEach((name, value) -> value.ifPresentOrElse(v -> named.put(name, v), () -> named.putNull(name)));
        return new Out().put("values", named).node();
    }

    public static DraftJson.Parsed<Map<String, Optional<String>>> readChange(JsonNode node) {
        return DraftJson.parse(node, f -> f.changes("values"));
    }

    /** One value a line, so that an administrator can read and change the file. */
    public static byte[] writeFile(Map<String, String> values) {
        var node = Json.object();
        new TreeMap<>(values).forEach(node::put);
        return (node.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The values of such a file, by name.
     *
     * @throws MalformedJsonException if it is not JSON
     * @throws WireException if a value is not a text or a number
     */
    public static Map<String, String> readFile(byte[] content) throws MalformedJsonException {
        var node = Json.parseRequest(content);
        if (!node.isObject())
            throw new WireException("it must hold one JSON object");
        var values = new TreeMap<String, String>();
        node.properties().forEach(p -> {
            if (!p.getValue().isTextual() && !p.getValue().isIntegralNumber())
                throw new WireException(p.getKey() + " must be a text in quotes");
            values.put(p.getKey(), p.getValue().asText());
        });
        return values;
    }
}
