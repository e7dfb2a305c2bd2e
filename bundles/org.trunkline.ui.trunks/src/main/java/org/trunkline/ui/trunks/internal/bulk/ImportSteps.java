package org.trunkline.ui.trunks.internal.bulk;

import java.util.List;
import java.util.Map;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.node.Node;
import org.trunkline.export.entry.ColumnMapping;
import org.trunkline.export.table.Table;
import org.trunkline.ui.trunks.internal.model.AddedKind;
import org.trunkline.ui.trunks.internal.model.Kind;
import org.trunkline.ui.trunks.internal.model.OwnKind;

/** How a table becomes entries of a kind. */
sealed interface ImportSteps permits OwnImport, AddedImport {
    static ImportSteps of(Kind kind) {
        return switch (kind) {
            case OwnKind own -> new OwnImport(own);
            case AddedKind added -> new AddedImport(added);
        };
    }

    /** Of the fields that a column can hold. */
    List<String> paths();

    /** @param labels of fields, in any languages, by path */
    ColumnMapping guess(List<String> head, Map<String, List<String>> labels);

    ColumnMapping.Problems problems(ColumnMapping mapping);

    /** Whether all rows are imported in one step, or none. */
    boolean together();

    /** With what the node finds wrong. Off the UI thread. */
    ImportPlan plan(Node node, Table table, ColumnMapping mapping) throws NodeUnavailableException;

    /**
     * Carries out what was previewed, unless it would do something else by now. Off the UI thread.
     *
     * @param imported counts the rows where they are imported one after the other
     * @throws NodeUnavailableException where no row was imported
     */
    ImportMade make(Node node, ImportPlan previewed, Table table, ColumnMapping mapping, BatchProgress imported) throws NodeUnavailableException;
}
