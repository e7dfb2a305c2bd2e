package org.trunkline.ui.trunks.internal.bulk;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.EntryKind;
import org.trunkline.api.node.Node;
import org.trunkline.export.entry.EntryImport;
import org.trunkline.export.entry.EntryTable;
import org.trunkline.export.entry.ImportRow.State;
import org.trunkline.ui.form.FormValues;
import org.trunkline.ui.trunks.internal.model.OwnKind;

/** Entries of the node's own kinds: one transaction. */
record OwnMany(OwnKind kind, List<String> keys, EditMany<?> many) implements ManyEdit {
    OwnMany {
        requireNonNull(kind);
        keys = List.copyOf(keys);
        requireNonNull(many);
    }

    static OwnMany read(Node node, OwnKind kind, List<String> keys) throws NodeUnavailableException {
        return new OwnMany(kind, keys, edited(node, kind.entryKind(), keys));
    }

    private static <E extends Record> EditMany<E> edited(Node node, EntryKind<E> of, List<String> keys) throws NodeUnavailableException {
        return EditMany.of(of, EntryTable.read(node, of), keys);
    }

    @Override
    public FormValues common() {
        return many.common();
    }

    @Override
    public FreshImport.Plan plan(Node node, Map<String, String> chosen) throws NodeUnavailableException {
        EntryImport<?> planned = many.plan(chosen);
        boolean checked = planned.changes().isEmpty() || planned.count(State.ERROR) > 0;
        return new FreshImport.Plan(checked ? planned : planned.with(node.check(planned.changes())));
    }

    @Override
    public ImportMade make(Node node, ImportPlan previewed, Map<String, String> chosen, BatchProgress changed) throws NodeUnavailableException {
        return FreshImport.make(node, ((FreshImport.Plan) previewed).whole(), read(node, kind, keys).plan(node, chosen).whole()).made();
    }
}
