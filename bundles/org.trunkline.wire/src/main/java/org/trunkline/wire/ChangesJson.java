package org.trunkline.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.trunkline.api.FieldError;
import org.trunkline.api.config.EntryChange;
import org.trunkline.api.config.EntryKind;
import org.trunkline.wire.json.Fields;
import org.trunkline.wire.json.Json;
import org.trunkline.wire.json.Out;

/** Several changes of the configuration, made together. */
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
        return EntryKind.ALL.stream().filter(k -> k.code().equals(code)).findFirst()
                .map(kind -> change(kind, action, key, entry, errors, path));
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
}
