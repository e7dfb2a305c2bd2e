package org.trunkline.wire;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.trunkline.api.Page;
import org.trunkline.api.Partial;
import org.trunkline.wire.json.In;
import org.trunkline.wire.json.Out;

/**
 * Lists: {@code items}, {@code total}, {@code next}; where a search was ended before all was looked at,
 * {@code partial} and {@code reason}.
 */
public final class PageJson {
    private PageJson() {}

    public static <T> ObjectNode write(Page<T> page, Function<? super T, ? extends JsonNode> writer) {
        var out = new Out().list("items", page.items(), writer).put("total", page.total()).text("next", page.next());
        page.partial().ifPresent(why -> put(why, out));
        return out.node();
    }

    static void put(Partial why, Out out) {
        out.put("partial", true).put("reason", why);
    }

    static Optional<Partial> partial(In in) {
        return in.has("partial") && in.flag("partial") ? Optional.of(in.word("reason", Partial.class)) : Optional.empty();
    }

    /** A list that comes whole. */
    public static <T> ObjectNode write(List<T> items, Function<? super T, ? extends JsonNode> writer) {
        return new Out().list("items", items, writer).put("total", items.size()).node();
    }

    public static <T> Page<T> read(JsonNode node, Function<JsonNode, T> reader) {
        var in = new In(node);
        return new Page<>(in.elements("items", reader), in.integer("total"), in.optionalText("next"),
                partial(in));
    }
}
