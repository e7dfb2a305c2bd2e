package org.trunkline.wire;

import java.util.OptionalInt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.trunkline.api.number.NumberInfo;
import org.trunkline.wire.json.In;
import org.trunkline.wire.json.Out;

/** What is known of a number. */
public final class NumberInfoJson {
    private NumberInfoJson() {}

    public static ObjectNode write(NumberInfo it) {
        var out = new Out().put("number", it.number()).text("name", it.name()).text("operator", it.operator())
                .text("country", it.country()).text("lineType", it.lineType()).text("uri", it.uri())
                .text("routingNumber", it.routingNumber()).text("link", it.link());
        if (it.spamScore().isPresent())
            out.put("spamScore", it.spamScore().getAsInt());
        return out.node();
    }

    public static NumberInfo read(JsonNode node) {
        var in = new In(node);
        return new NumberInfo(in.text("number"), in.optionalText("name"), in.optionalText("operator"),
                in.optionalText("country"), in.optionalText("lineType"),
                in.has("spamScore") ? OptionalInt.of(in.small("spamScore")) : OptionalInt.empty(), in.optionalText("uri"),
                in.optionalText("routingNumber"), in.optionalText("link"));
    }
}
