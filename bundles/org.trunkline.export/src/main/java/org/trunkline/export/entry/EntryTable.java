package org.trunkline.export.entry;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.EntryKind;
import org.trunkline.api.node.Node;
import org.trunkline.domain.schema.EntryTexts;
import org.trunkline.domain.schema.Schema;
import org.trunkline.domain.schema.SchemaField;
import org.trunkline.export.table.TableException;
import org.trunkline.export.table.TableFile;

/**
 * Entries of a kind as a table: a column for each field, named as in the API, and a row for each entry. Secrets have no
 * column. Lists have a line for each value in their cell. {@link EntryImport} reads the same table without a difference.
 */
public final class EntryTable {
    private static final int PAGE = 1_000;

    private EntryTable() {}

    /** Fields that a column can hold; secrets can be imported but are never exported. */
    public static List<Schema.Leaf> fields(EntryKind<?> kind) {
        return kind.schema().leaves();
    }

    static List<String> head(EntryKind<?> kind) {
        return fields(kind).stream().filter(leaf -> leaf.field().type() != SchemaField.Type.SECRET).map(Schema.Leaf::path).toList();
    }

    /** All entries of a kind on a node. */
    public static <E extends Record> List<E> read(Node node, EntryKind<E> kind) throws NodeUnavailableException {
        var all = new ArrayList<E>();
        Optional<String> after = Optional.empty();
        do {
            var page = node.catalog(kind).list(after, PAGE);
            all.addAll(page.items());
            after = page.next();
        } while (after.isPresent());
        return all;
    }

    /**
     * Writes entries; the stream stays open.
     *
     * @param workbook an Excel workbook, else comma-separated values
     * @throws TableException if a value is too long for Excel
     */
    public static <E extends Record> void write(OutputStream out, boolean workbook, EntryKind<E> kind, List<E> entries)
            throws IOException, TableException {
        var head = head(kind);
        TableFile.write(out, workbook, kind.path(), head, () -> entries.stream().map(entry -> {
            var texts = EntryTexts.write(kind.schema(), entry);
            return head.stream().map(path -> texts.getOrDefault(path, "")).toList();
        }).iterator());
    }
}
