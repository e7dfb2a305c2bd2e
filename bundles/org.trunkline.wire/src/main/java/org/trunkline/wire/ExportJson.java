package org.trunkline.wire;

import java.util.HashMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.trunkline.api.cdr.RecordExports.Format;
import org.trunkline.wire.json.Json;

/** Formats of exports. */
public final class ExportJson {
    private ExportJson() {}

    public static ObjectNode write(Format format) {
        var node = Json.object().put("id", format.id());
        var labels = node.putObject("labels");
        format.labels().entrySet().stream().sorted(java.util.Map.Entry.comparingByKey())
                .forEach(label -> labels.put(label.getKey(), label.getValue()));
        return node.put("extension", format.extension()).put("contentType", format.contentType());
    }

    /** @throws IllegalArgumentException where it is no format */
    public static Format readFormat(JsonNode node) {
        var labels = new HashMap<String, String>();
        node.path("labels").properties().forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        if (!node.path("id").isTextual() || !node.path("extension").isTextual())
            throw new IllegalArgumentException("a format of exports has an id and an extension");
        return new Format(node.path("id").asText(), labels, node.path("extension").asText(), node.path("contentType").asText());
    }
}
