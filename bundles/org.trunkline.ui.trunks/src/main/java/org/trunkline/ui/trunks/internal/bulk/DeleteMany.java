package org.trunkline.ui.trunks.internal.bulk;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import org.eclipse.swt.widgets.Shell;
import org.trunkline.api.config.EntryChange;
import org.trunkline.api.config.EntryKind;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.node.Node;
import org.trunkline.ui.NodeJobs;
import org.trunkline.ui.Texts;
import org.trunkline.ui.dialog.Question;
import org.trunkline.ui.trunks.internal.model.AddedKind;
import org.trunkline.ui.trunks.internal.model.Entries;
import org.trunkline.ui.trunks.internal.model.Entry;
import org.trunkline.ui.trunks.internal.model.FieldText;
import org.trunkline.ui.trunks.internal.model.Kind;
import org.trunkline.ui.trunks.internal.model.OwnKind;

/** Deletes entries of one kind in one step, after saying how many and what uses them. UI thread only. */
public final class DeleteMany {
    private static final int NAMED = 8;

    private final NodeJobs jobs;
    private final Consumer<String> say;
    private final Consumer<String> sayError;
    private final Texts texts = Texts.of(DeleteMany.class);
    private final FieldText fieldText = FieldText.create();

    public DeleteMany(NodeJobs jobs, Consumer<String> say, Consumer<String> sayError) {
        this.jobs = jobs;
        this.say = say;
        this.sayError = sayError;
    }

    /** Asks, unless others use them: then it says which. */
    public void of(Shell shell, Kind kind, List<Entry> entries) {
        List<String> keys = entries.stream().map(Entry::key).toList();
        if (keys.size() > Node.MAX_CHANGES) {
            sayError.accept(texts.get("delete.too-many", keys.size(), Node.MAX_CHANGES));
            return;
        }
        jobs.run(texts.get("delete.checking"), (node, monitor) -> Entries.users(node, kind, keys, monitor), users -> {
            if (users.isEmpty())
                Question.ask(shell, texts.get("delete.title"), texts.get("delete.sure", keys.size(), named(keys)),
                        List.of(new Question.Answer(texts.get("delete.yes", keys.size()), () -> now(kind, keys))),
                        texts.get("delete.keep"));
            else
                Question.ask(shell, texts.get("delete.title"), texts.get("delete.in-use", users.size(),
                        named(users.stream().map(fieldText::dependent).toList())), List.of(), texts.get("delete.keep"));
        }, failure -> sayError.accept(failure.message()));
    }

    private String named(List<String> names) {
        return names.stream().limit(NAMED).collect(Collectors.joining("\n")) + (names.size() > NAMED ? "\n…" : "");
    }

    private void now(Kind kind, List<String> keys) {
        switch (kind) {
            case OwnKind own -> together(own, keys);
            case AddedKind added -> eachAlone(added, keys);
        }
    }

    /** The entries of a plug-in are kept apart: there is no transaction for several. */
    private void eachAlone(AddedKind kind, List<String> keys) {
        var deleted = new AtomicInteger();
        jobs.run(texts.get("delete.deleting", keys.size()), (node, monitor) -> AddedDelete.of(kind.form().catalog(node), keys,
                new BatchProgress(deleted, monitor::isCanceled)), outcome -> outcome.refusal().ifPresentOrElse(
                        refusal -> sayError.accept(texts.get("delete.stopped", outcome.deleted(), fieldText.sentence(refusal))),
                        () -> say.accept(each(outcome.deleted()))),
                failure -> sayError.accept(deleted.get() == 0 ? failure.message()
                        : texts.get("delete.stopped", deleted.get(), failure.message())),
                () -> say.accept(each(deleted.get())));
    }

    private String each(int deleted) {
        return texts.get(deleted == 0 ? "delete.done" : "delete.each", deleted);
    }

    private void together(OwnKind kind, List<String> keys) {
        EntryKind<?> of = EntryKind.of(kind.code()).orElseThrow();
        List<EntryChange<?>> changes = keys.stream().<EntryChange<?>>map(key -> new EntryChange.Delete<>(of, key)).toList();
        jobs.run(texts.get("delete.deleting", keys.size()), (node, _) -> node.apply(changes), result -> {
            switch (result) {
                case SaveResult.Saved<List<Record>>(var gone) -> say.accept(texts.get("delete.done", gone.size()));
                case SaveResult.Missing<List<Record>>(String key) -> sayError.accept(texts.get("delete.gone", key));
                case SaveResult.InUse<List<Record>>(var users) -> sayError.accept(texts.get("delete.not-done",
                        users.stream().map(fieldText::dependent).collect(Collectors.joining(", "))));
                case SaveResult.Rejected<List<Record>>(var errors) -> sayError.accept(texts.get("delete.not-done",
                        errors.stream().map(fieldText::sentence).collect(Collectors.joining(" "))));
            }
        }, failure -> sayError.accept(failure.message()), () -> sayError.accept(texts.get("cancelled")));
    }
}
