package org.trunkline.ui.trunks.internal.bulk;

import java.util.List;
import java.util.Map;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.EntryKind;
import org.trunkline.api.node.Node;
import org.trunkline.domain.schema.Schema;
import org.trunkline.export.entry.ColumnMapping;
import org.trunkline.export.entry.EntryImport;
import org.trunkline.export.entry.EntryTable;
import org.trunkline.export.table.Table;
import org.trunkline.ui.trunks.internal.model.OwnKind;

/** The import of the node's own kinds: one transaction. */
record OwnImport(OwnKind kind) implements ImportSteps {
    @Override
    public List<String> paths() {
        return EntryTable.fields(kind.entryKind()).stream().map(Schema.Leaf::path).toList();
    }

    @Override
    public ColumnMapping guess(List<String> head, Map<String, List<String>> labels) {
        return ColumnMapping.guess(kind.entryKind(), head, labels);
    }

    @Override
    public ColumnMapping.Problems problems(ColumnMapping mapping) {
        return mapping.problems(kind.entryKind());
    }

    @Override
    public boolean together() {
        return true;
    }

    @Override
    public ImportPlan plan(Node node, Table table, ColumnMapping mapping) throws NodeUnavailableException {
        return new FreshImport.Plan(planned(node, kind.entryKind(), table, mapping));
    }

    private static <E extends Record> EntryImport<E> planned(Node node, EntryKind<E> kind, Table table, ColumnMapping mapping)
            throws NodeUnavailableException {
        var planned = EntryImport.plan(kind, table, mapping, EntryTable.read(node, kind));
        int changes = planned.changes().size();
        return changes == 0 || changes > Node.MAX_CHANGES ? planned : planned.with(node.check(planned.changes()));
    }

    @Override
    public ImportMade make(Node node, ImportPlan previewed, Table table, ColumnMapping mapping, BatchProgress imported)
            throws NodeUnavailableException {
        return FreshImport.make(node, ((FreshImport.Plan) previewed).whole(), planned(node, kind.entryKind(), table, mapping)).made();
    }
}
