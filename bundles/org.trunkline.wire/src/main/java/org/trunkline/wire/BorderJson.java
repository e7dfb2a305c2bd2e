package org.trunkline.wire;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.trunkline.domain.border.BlockedSource;
import org.trunkline.domain.border.BorderStatus;
import org.trunkline.wire.json.In;
import org.trunkline.wire.json.Out;

/** What stands between the wire and the calls. */
public final class BorderJson {
    private BorderJson() {}

    static ObjectNode write(BorderStatus border) {
        return new Out().list("tables", border.tables(),
                t -> new Out().put("name", t.name()).put("used", t.used()).put("limit", t.limit()).node())
                .list("refused", border.refused(),
                        r -> new Out().put("reason", r.reason()).put("count", r.count()).node())
                .list("limits", border.limits(), l -> new Out().put("name", l.name()).put("value", l.value()).node())
                .put("blocked", border.blocked()).node();
    }

    static BorderStatus read(In in) {
        return new BorderStatus(in.list("tables", t -> new BorderStatus.Table(t.text("name"), t.integer("used"),
                t.integer("limit"))), in.list("refused", r -> new BorderStatus.Refusals(r.text("reason"),
                        r.integer("count"))), in.list("limits", l -> new BorderStatus.Limit(l.text("name"),
                                l.integer("value"))), in.small("blocked"));
    }

    public static ObjectNode write(BlockedSource blocked) {
        return new Out().put("source", blocked.source()).put("reason", blocked.reason()).put("since", blocked.since())
                .put("until", blocked.until()).put("count", blocked.count()).node();
    }

    public static List<BlockedSource> readBlocked(JsonNode node) {
        return new In(node).list("items", in -> new BlockedSource(in.text("source"),
                in.word("reason", BlockedSource.Reason.class), in.instant("since"), in.instant("until"),
                in.integer("count")));
    }
}
