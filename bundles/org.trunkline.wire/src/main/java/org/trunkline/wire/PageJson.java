package org.trunkline.wire;

import java.util.List;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.trunkline.api.Page;

/** Lists: {@code items}, {@code total}, {@code next}. */
public final class PageJson {
    private PageJson() {}

    public static <T> ObjectNode write(Page<T> page, Function<? super T, ? extends JsonNode> writer) {
        return new Out().list("items", page.items(), writer).put("total", page.total()).text("next", page.next())
                .node();
    }

    /** A list that comes whole. */
    public static <T> ObjectNode write(List<T> items, Function<? super T, ? extends JsonNode> writer) {
        return new Out().list("items", items, writer).put("total", items.size()).node();
    }

    public static <T> Page<T> read(JsonNode node, Function<JsonNode, T> reader) {
        var in = new In(node);
        return new Page<>(in.elements("items", reader), in.integer("total"), in.optionalText("next"));
    }
}
