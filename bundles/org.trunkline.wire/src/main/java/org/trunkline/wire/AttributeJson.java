package org.trunkline.wire;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.trunkline.api.cdr.AttributeAbout;
import org.trunkline.domain.cdr.Attribute;
import org.trunkline.domain.cdr.Attribute.Type;
import org.trunkline.wire.json.In;
import org.trunkline.wire.json.Json;
import org.trunkline.wire.json.MalformedJsonException;
import org.trunkline.wire.json.Out;
import org.trunkline.wire.json.WireException;

/** Fields that plug-ins add to records: which there are, and their values. */
public final class AttributeJson {
    private static final String NAME = "attributes";

    private AttributeJson() {}

    static Out write(List<Attribute> attributes, Out out) {
        return attributes.isEmpty() ? out : out.list(NAME, attributes, AttributeJson::write);
    }

    static List<Attribute> read(In in) {
        return in.has(NAME) ? in.list(NAME, AttributeJson::readValue) : List.of();
    }

    private static ObjectNode write(Attribute it) {
        return new Out().put("field", it.name()).put("type", it.type()).put("value", it.value()).put("by", it.source()).node();
    }

    /** What was masked for a session without the right to see it is a text. */
    private static Attribute readValue(In in) {
        String name = in.text("field");
        var type = in.word("type", Type.class);
        String value = in.text("value");
        return new Attribute(name, Attribute.isOf(type, value) ? type : Type.TEXT, value, in.text("by"));
    }

    public static ObjectNode write(AttributeAbout it) {
        var label = new Out();
        it.label().forEach(label::put);
        return new Out().put("field", it.name()).put("type", it.type()).put("label", label.node()).put("facet", it.facet())
                .put("by", it.source()).node();
    }

    /** A file of fields. */
    public static byte[] bytes(List<AttributeAbout> fields) {
        return Json.bytes(PageJson.write(fields, AttributeJson::write));
    }

    /** The same read again. @throws MalformedJsonException if it is no JSON @throws WireException if it is of something else */
    public static List<AttributeAbout> read(byte[] bytes) throws MalformedJsonException, WireException {
        return readAll(Json.parseAnswer(bytes));
    }

    public static List<AttributeAbout> readAll(JsonNode node) {
        return new In(node).list("items", in -> new AttributeAbout(in.text("field"), in.word("type", Type.class),
                in.value("label", AttributeJson::texts), in.flag("facet"), in.text("by")));
    }

    private static Map<String, String> texts(JsonNode node) {
        var texts = new HashMap<String, String>();
        node.properties().forEach(each -> texts.put(each.getKey(), each.getValue().asText()));
        return texts;
    }
}
