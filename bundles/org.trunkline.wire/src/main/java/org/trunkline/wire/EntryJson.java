package org.trunkline.wire;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.trunkline.api.plugin.PluginEntries.Entry;
import org.trunkline.api.plugin.PluginEntries.Kind;
import org.trunkline.api.plugin.PluginEntries.Template;
import org.trunkline.wire.json.In;
import org.trunkline.wire.json.Out;

/** Entries of plug-ins' own kinds, and templates of trunks. */
public final class EntryJson {
    private EntryJson() {}

    public static ObjectNode write(Kind kind) {
        return new Out().put("plugin", kind.plugin()).put("kind", kind.kind()).put("label", FormJson.texts(kind.label()))
                .put("key", kind.key()).list("fields", kind.fields(), FormJson::write).node();
    }

    public static List<Kind> readKinds(JsonNode node) {
        return new In(node).elements("items", item -> {
            var in = new In(item);
            return new Kind(in.text("plugin"), in.text("kind"), FormJson.readTexts(item.path("label")), in.text("key"),
                    in.elements("fields", FormJson::readField));
        });
    }

    public static ObjectNode write(Entry entry) {
        return new Out().put("key", entry.key()).put("values", FormJson.texts(entry.values()))
                .texts("secretsSet", entry.secretsSet()).node();
    }

    public static Entry readEntry(JsonNode node) {
        var in = new In(node);
        return new Entry(in.text("key"), FormJson.readTexts(node.path("values")), in.texts("secretsSet"));
    }

    /** What is to be saved. */
    public static ObjectNode write(Map<String, String> values) {
        return new Out().put("values", FormJson.texts(values)).node();
    }

    public static DraftJson.Parsed<Map<String, String>> readValues(JsonNode node) {
        return DraftJson.parse(node, f -> f.values("values"));
    }

    public static ObjectNode write(Template template) {
        return new Out().put("id", template.id()).put("plugin", template.plugin()).put("provider", template.provider())
                .put("country", template.country()).put("source", template.source())
                .put("trunk", FormJson.texts(template.trunk())).list("asked", template.asked(), FormJson::write).node();
    }

    public static List<Template> readTemplates(JsonNode node) {
        return new In(node).elements("items", item -> {
            var in = new In(item);
            return new Template(in.text("id"), in.text("plugin"), in.text("provider"), in.text("country"), in.text("source"),
                    FormJson.readTexts(item.path("trunk")), in.elements("asked", FormJson::readField));
        });
    }
}
