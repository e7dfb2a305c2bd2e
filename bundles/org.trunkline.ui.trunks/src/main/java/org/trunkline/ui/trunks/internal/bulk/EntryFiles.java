package org.trunkline.ui.trunks.internal.bulk;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.FileDialog;
import org.eclipse.swt.widgets.Shell;
import org.trunkline.api.config.EntryKind;
import org.trunkline.api.node.Node;
import org.trunkline.export.WholeFile;
import org.trunkline.export.entry.EntryTable;
import org.trunkline.export.table.TableException;
import org.trunkline.export.table.TableFile;
import org.trunkline.ui.Failure;
import org.trunkline.ui.NodeJobs;
import org.trunkline.ui.Texts;
import org.trunkline.ui.trunks.internal.model.AddedKind;
import org.trunkline.ui.trunks.internal.model.Kind;
import org.trunkline.ui.trunks.internal.model.OwnKind;

/** Writes all entries of a kind to a file that can be imported again, and asks for files. UI thread only. */
public final class EntryFiles {
    private static final String[] PATTERNS = {"*" + TableFile.XLSX, "*" + TableFile.CSV};

    private final NodeJobs jobs;
    private final Consumer<String> say;
    private final Consumer<String> sayError;
    private final Texts texts = Texts.of(EntryFiles.class);
    private final TableErrors errors = new TableErrors(texts);

    public EntryFiles(NodeJobs jobs, Consumer<String> say, Consumer<String> sayError) {
        this.jobs = jobs;
        this.say = say;
        this.sayError = sayError;
    }

    /** Asks for a file and writes it. */
    public void export(Shell shell, Kind kind) {
        var dialog = new FileDialog(shell, SWT.SAVE);
        dialog.setText(texts.get("export.title", many(kind)));
        dialog.setFileName(name(kind) + TableFile.XLSX);
        dialog.setFilterExtensions(PATTERNS);
        dialog.setFilterNames(names());
        dialog.setOverwrite(true);
        Optional.ofNullable(dialog.open()).map(Path::of).ifPresent(file -> export(kind, file));
    }

    public void export(Kind kind, Path file) {
        jobs.run(texts.get("export.exporting", many(kind)), (node, _) -> write(node, kind, file),
                entries -> say.accept(texts.get("export.done", entries, file)), this::failed);
    }

    private static String name(Kind kind) {
        return switch (kind) {
            case OwnKind own -> own.entryKind().path();
            case AddedKind added -> added.about().kind();
        };
    }

    private static int write(Node node, Kind kind, Path file) throws Exception {
        return switch (kind) {
            case OwnKind own -> write(node, own.entryKind(), file);
            case AddedKind added -> write(node, new AddedTable(added), file);
        };
    }

    private static int write(Node node, AddedTable table, Path file) throws Exception {
        var entries = table.read(node);
        return WholeFile.<Integer, TableException>write(file, out -> {
            table.write(out, TableFile.isWorkbook(file), entries);
            return entries.size();
        });
    }

    private static <E extends Record> int write(Node node, EntryKind<E> kind, Path file) throws Exception {
        List<E> entries = EntryTable.read(node, kind);
        return WholeFile.<Integer, TableException>write(file, out -> {
            EntryTable.write(out, TableFile.isWorkbook(file), kind, entries);
            return entries.size();
        });
    }

    private void failed(Failure failure) {
        sayError.accept(errors.of(failure));
    }

    /** The file to import. */
    public static Optional<Path> askImport(Shell shell, Kind kind) {
        var texts = Texts.of(EntryFiles.class);
        var dialog = new FileDialog(shell, SWT.OPEN);
        dialog.setText(texts.get("import.title", many(kind)));
        dialog.setFilterExtensions(new String[] {"*" + TableFile.XLSX + ";*" + TableFile.CSV, "*"});
        dialog.setFilterNames(new String[] {texts.get("file.tables"), texts.get("file.all")});
        return Optional.ofNullable(dialog.open()).map(Path::of);
    }

    private String[] names() {
        return new String[] {texts.get("file.xlsx"), texts.get("file.csv")};
    }

    static String many(Kind kind) {
        return kind.text(Texts.of(Kind.class)).many();
    }
}
