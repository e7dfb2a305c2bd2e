package org.trunkline.wire;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.trunkline.api.alert.AlertChannelAbout;
import org.trunkline.api.plugin.PluginAbout.Field;
import org.trunkline.wire.json.In;
import org.trunkline.wire.json.Json;
import org.trunkline.wire.json.Out;

/** Forms: their fields, and texts in several languages. */
public final class FormJson {
    private FormJson() {}

    public static ObjectNode write(Field f) {
        var choices = Json.object();
        f.choices().forEach((value, label) -> choices.set(value, texts(label)));
        return new Out().put("name", f.name()).put("type", f.type()).put("label", texts(f.label())).put("help", texts(f.help()))
                .put("required", f.required()).put("secret", f.secret()).put("unit", f.unit()).put("default", f.defaultValue())
                .put("min", f.min()).put("max", f.max()).put("choices", choices).node();
    }

    public static Field readField(JsonNode node) {
        var in = new In(node);
        var choices = new LinkedHashMap<String, Map<String, String>>();
        node.path("choices").properties().forEach(p -> choices.put(p.getKey(), readTexts(p.getValue())));
        return new Field(in.text("name"), in.text("type"), readTexts(node.path("label")), readTexts(node.path("help")),
                in.flag("required"), in.flag("secret"), in.text("unit"), in.text("default"), in.text("min"), in.text("max"),
                choices);
    }

    /** By name or language, in order. */
    public static ObjectNode texts(Map<String, String> texts) {
        var node = Json.object();
        new TreeMap<>(texts).forEach(node::put);
        return node;
    }

    /** By name or language, in order. */
    public static Map<String, String> readTexts(JsonNode node) {
        var texts = new LinkedHashMap<String, String>();
        node.properties().forEach(p -> texts.put(p.getKey(), p.getValue().asText()));
        return texts;
    }

    public static ObjectNode write(AlertChannelAbout channel) {
        return new Out().put("id", channel.id()).put("plugin", channel.plugin()).put("label", texts(channel.label()))
                .list("fields", channel.fields(), FormJson::write).node();
    }

    public static List<AlertChannelAbout> readChannels(JsonNode node) {
        return new In(node).elements("items", item -> {
            var in = new In(item);
            return new AlertChannelAbout(in.text("id"), in.text("plugin"), readTexts(item.path("label")),
                    in.elements("fields", FormJson::readField));
        });
    }
}
