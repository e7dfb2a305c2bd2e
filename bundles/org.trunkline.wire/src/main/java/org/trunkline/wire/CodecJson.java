package org.trunkline.wire;

import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.trunkline.domain.quality.CodecImpairment;
import org.trunkline.wire.json.In;
import org.trunkline.wire.json.Out;

/** The figures that streams are rated by, a line for each codec. */
public final class CodecJson {
    private record Line(String name, CodecImpairment figures) {}

    private CodecJson() {}

    public static ObjectNode write(Map<String, CodecImpairment> codecs) {
        return new Out().list("items", new TreeMap<>(codecs).entrySet().stream().toList(),
                codec -> new Out().put("name", codec.getKey()).put("ie", codec.getValue().ie())
                        .put("bpl", codec.getValue().bpl()).millis("codingMs", codec.getValue().coding())
                        .put("source", codec.getValue().source()).node()).node();
    }

    public static Map<String, CodecImpairment> read(JsonNode node) {
        return new In(node).list("items", in -> new Line(in.text("name"), new CodecImpairment(in.decimal("ie"),
                in.decimal("bpl"), in.millis("codingMs"), in.word("source", CodecImpairment.Source.class)))).stream()
                .collect(toUnmodifiableMap(Line::name, Line::figures));
    }
}
