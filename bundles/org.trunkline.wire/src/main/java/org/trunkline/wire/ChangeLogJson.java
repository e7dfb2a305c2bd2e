package org.trunkline.wire;

import java.util.Optional;
import java.util.OptionalLong;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.trunkline.api.config.LoggedChange;
import org.trunkline.wire.json.In;
import org.trunkline.wire.json.Out;

/** Who changed what. */
public final class ChangeLogJson {
    private ChangeLogJson() {}

    public static ObjectNode write(LoggedChange change) {
        var out = new Out().put("id", change.id()).put("revision", change.revision()).put("at", change.at())
                .put("who", change.who()).put("action", change.action()).put("subject", change.subject());
        change.entry().ifPresent(entry -> out.put("kind", entry.kind()).put("key", entry.key()));
        out.list("fields", change.fields(), f -> new Out().put("path", f.path()).put("before", f.before())
                .put("after", f.after()).node());
        out.put("secretSet", change.secretSet()).put("note", change.note()).put("together", change.together());
        change.takesBack().ifPresent(id -> out.put("takesBack", id));
        change.takenBackBy().ifPresent(id -> out.put("takenBackBy", id));
        return out.put("canBeTakenBack", change.canBeTakenBack()).node();
    }

    public static LoggedChange read(JsonNode node) {
        var in = new In(node);
        var entry = in.has("kind") ? Optional.of(new LoggedChange.Key(in.text("kind"), in.text("key")))
                : Optional.<LoggedChange.Key>empty();
        return new LoggedChange(in.integer("id"), in.integer("revision"), in.instant("at"), in.text("who"), in.text("action"),
                in.text("subject"), entry, in.list("fields", f -> new LoggedChange.Field(f.text("path"), f.text("before"),
                        f.text("after"))), in.flag("secretSet"), in.text("note"), in.small("together"), id(in, "takesBack"),
                id(in, "takenBackBy"));
    }

    private static OptionalLong id(In in, String name) {
        return in.has(name) ? OptionalLong.of(in.integer(name)) : OptionalLong.empty();
    }
}
