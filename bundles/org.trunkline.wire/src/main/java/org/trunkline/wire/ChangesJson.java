package org.trunkline.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.trunkline.api.FieldError;
import org.trunkline.api.config.EntryChange;
import org.trunkline.api.config.EntryKind;
import org.trunkline.api.config.LoggedChange;
import org.trunkline.api.config.TakenBack;
import org.trunkline.wire.json.Fields;
import org.trunkline.wire.json.In;
import org.trunkline.wire.json.Json;
import org.trunkline.wire.json.Out;

/** Changes of the configuration: several to be made together, and those that were made. */
public final class ChangesJson {
    private static final String CREATE = "create";
    private static final String REPLACE = "replace";
    private static final String DELETE = "delete";
    private static final String LIST = "changes";

    private ChangesJson() {}

    public static ObjectNode write(List<EntryChange<?>> changes) {
        return new Out().list(LIST, changes, ChangesJson::change).node();
    }

    private static <E extends Record> ObjectNode change(EntryChange<E> change) {
        var out = new Out().put("kind", change.kind().code());
        return switch (change) {
            case EntryChange.Create<E>(var kind, E entry) -> out.put("action", CREATE)
                    .put("entry", ConfigJson.writeDraft(kind, entry)).node();
            case EntryChange.Replace<E>(var kind, String key, E entry) -> out.put("action", REPLACE).put("key", key)
                    .put("entry", ConfigJson.writeDraft(kind, entry)).node();
            case EntryChange.Delete<E>(_, String key) -> out.put("action", DELETE).put("key", key).node();
        };
    }

    /** What a request wants changed; paths of errors begin with {@code changes[0].}, those of an entry have no more before them. */
    public static DraftJson.Parsed<List<EntryChange<?>>> read(JsonNode node) {
        var errors = new ArrayList<FieldError>();
        var parsed = DraftJson.<List<EntryChange<?>>>parse(node, fields -> {
            var list = new ArrayList<EntryChange<?>>();
            fields.objects(LIST, f -> {
                change(f, errors, LIST + "[" + list.size() + "].").ifPresent(list::add);
                return list.size();
            });
            return list;
        });
        var all = new ArrayList<>(parsed.errors());
        all.addAll(errors);
        return new DraftJson.Parsed<>(parsed.draft(), all);
    }

    private static Optional<EntryChange<?>> change(Fields f, List<FieldError> errors, String path) {
        var codes = EntryKind.ALL.stream().map(EntryKind::code).toList();
        String code = f.word("kind", codes, codes.getFirst());
        String action = f.word("action", List.of(CREATE, REPLACE, DELETE), CREATE);
        String key = f.text("key", "");
        JsonNode entry = f.node("entry");
        return EntryKind.of(code).map(kind -> change(kind, action, key, entry, errors, path));
    }

    private static <E extends Record> EntryChange<E> change(EntryKind<E> kind, String action, String key, JsonNode node,
            List<FieldError> errors, String path) {
        if (action.equals(DELETE))
            return new EntryChange.Delete<>(kind, key);
        var parsed = ConfigJson.readDraft(kind, node, action.equals(REPLACE) ? Optional.of(key) : Optional.empty());
        parsed.errors().forEach(e -> errors.add(new FieldError(path + e.field(), e.code(), e.args(), e.message())));
        return action.equals(CREATE) ? new EntryChange.Create<>(kind, parsed.draft())
                : new EntryChange.Replace<>(kind, key, parsed.draft());
    }

    /** The entries as saved or deleted, in the order of the changes. */
    public static ObjectNode writeSaved(List<EntryChange<?>> changes, List<Record> saved) {
        var array = Json.array();
        for (int i = 0; i < saved.size(); i++)
            array.add(entry(changes.get(i).kind(), saved.get(i)));
        var node = Json.object();
        node.set("items", array);
        return node;
    }

    private static <E extends Record> ObjectNode entry(EntryKind<E> kind, Record entry) {
        return ConfigJson.write(kind, kind.schema().type().cast(entry));
    }

    public static List<Record> readSaved(List<EntryChange<?>> changes, JsonNode node) {
        var saved = new ArrayList<Record>();
        for (var item : node.path("items"))
            saved.add(ConfigJson.read(changes.get(saved.size()).kind(), item));
        return saved;
    }

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

    /** One change of those that were made. */
    public static LoggedChange readLogged(JsonNode node) {
        var in = new In(node);
        var entry = in.has("kind") ? Optional.of(new LoggedChange.Key(in.text("kind"), in.text("key")))
                : Optional.<LoggedChange.Key>empty();
        return new LoggedChange(in.integer("id"), in.integer("revision"), in.instant("at"), in.text("who"), in.text("action"),
                in.text("subject"), entry, in.list("fields", f -> new LoggedChange.Field(f.text("path"), f.text("before"),
                        f.text("after"))), in.flag("secretSet"), in.text("note"), in.small("together"), id(in, "takesBack"),
                id(in, "takenBackBy"));
    }

    public static ObjectNode write(TakenBack done) {
        return new Out().list("changes", done.changes(), ChangesJson::write).texts("restart", done.restart()).node();
    }

    public static TakenBack readTakenBack(JsonNode node) {
        var in = new In(node);
        return new TakenBack(in.elements("changes", ChangesJson::readLogged), in.texts("restart"));
    }

    private static OptionalLong id(In in, String name) {
        return in.has(name) ? OptionalLong.of(in.integer(name)) : OptionalLong.empty();
    }
}
