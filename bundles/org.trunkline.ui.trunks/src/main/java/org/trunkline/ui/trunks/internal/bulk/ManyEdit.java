package org.trunkline.ui.trunks.internal.bulk;

import java.util.List;
import java.util.Map;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.node.Node;
import org.trunkline.ui.form.FormField;
import org.trunkline.ui.form.FormValues;
import org.trunkline.ui.trunks.internal.model.AddedKind;
import org.trunkline.ui.trunks.internal.model.Kind;
import org.trunkline.ui.trunks.internal.model.OwnKind;

/** The same values for several entries of a kind, as they were when it was read. No widgets. */
sealed interface ManyEdit permits OwnMany, AddedMany {
    /** Of the entries that are still there. Off the UI thread. */
    static ManyEdit read(Node node, Kind kind, List<String> keys) throws NodeUnavailableException {
        return switch (kind) {
            case OwnKind own -> OwnMany.read(node, own, keys);
            case AddedKind added -> AddedMany.read(node, added, keys);
        };
    }

    /** Fields that several entries can have in common: not what names an entry, and no secret. */
    static List<FormField> fields(Kind kind) {
        return switch (kind) {
            case OwnKind own -> EditMany.fields(own);
            case AddedKind added -> AddedMany.fields(added);
        };
    }

    /** The values that all have; else the defaults. */
    FormValues common();

    /** What the values do to each entry, with what the node finds wrong. Off the UI thread. @param chosen new texts by path */
    ImportPlan plan(Node node, Map<String, String> chosen) throws NodeUnavailableException;

    /**
     * Carries out what was previewed with the entries as they are now, unless it would do something else by then. Off the UI thread.
     *
     * @param changed counts the entries where they are changed one after the other
     * @throws NodeUnavailableException where no entry was changed
     */
    ImportMade make(Node node, ImportPlan previewed, Map<String, String> chosen, BatchProgress changed) throws NodeUnavailableException;
}
