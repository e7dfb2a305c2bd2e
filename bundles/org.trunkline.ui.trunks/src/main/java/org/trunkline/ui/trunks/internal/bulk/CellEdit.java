package org.trunkline.ui.trunks.internal.bulk;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.EntryKind;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.node.Node;
import org.trunkline.domain.schema.EntryTexts;
import org.trunkline.export.entry.EntryImport;
import org.trunkline.export.entry.ImportRow.State;
import org.trunkline.ui.NodeJobs;
import org.trunkline.ui.Texts;
import org.trunkline.ui.form.FormField;
import org.trunkline.ui.form.Offered;
import org.trunkline.ui.table.Column;
import org.trunkline.ui.trunks.internal.model.Entry;
import org.trunkline.ui.trunks.internal.model.Kind;
import org.trunkline.ui.trunks.internal.model.Member;
import org.trunkline.ui.trunks.internal.model.OwnKind;

/**
 * One field of an entry, edited in its cell: an {@link EditMany} of one entry, so that the checks are those of the form and the
 * change is taken back as one. The entry is read again before it is changed.
 */
public final class CellEdit implements Column.Edit<Entry> {
    private final OwnKind kind;
    private final FormField field;
    private final NodeJobs jobs;
    private final Consumer<String> said;
    private final Texts texts = Texts.of(CellEdit.class);

    private CellEdit(OwnKind kind, FormField field, NodeJobs jobs, Consumer<String> said) {
        this.kind = kind;
        this.field = field;
        this.jobs = jobs;
        this.said = said;
    }

    /** @param path of the field in the API @param said told what was changed */
    public static CellEdit of(OwnKind kind, String path, NodeJobs jobs, Consumer<String> said) {
        return new CellEdit(kind, kind.field(path).orElseThrow(), jobs, said);
    }

    @Override
    public String value(Entry row) {
        Record entry = row.value() instanceof Member member ? member.subscriber() : (Record) row.value();
        return value(kind.entryKind(), entry);
    }

    @SuppressWarnings("unchecked") // the entry is of the kind
    private <E extends Record> String value(EntryKind<E> of, Record entry) {
        return EntryTexts.write(of.schema(), (E) entry).getOrDefault(field.name(), "");
    }

    @Override
    public Column.Input input() {
        return field.type() == FormField.Type.CHOICE ? Column.Input.CHOSEN
                : Offered.of(field.type()).isPresent() ? Column.Input.OFFERED : Column.Input.TEXT;
    }

    @Override
    public void choices(Consumer<List<Column.Choice>> told) {
        var words = kind.text(Texts.of(Kind.class));
        if (field.type() == FormField.Type.CHOICE)
            told.accept(field.choices().stream().map(value -> new Column.Choice(value, words.choice(field, value))).toList());
        else
            Offered.of(field.type()).ifPresent(offered -> jobs.read(texts.get("many.reading"), offered, offers -> told.accept(
                    offers.stream().map(offer -> new Column.Choice(offer.name(), offer.name())).toList()), _ -> { }));
    }

    @Override
    public void save(Entry row, String value, Consumer<Optional<String>> told) {
        jobs.<Optional<String>>run(texts.get("cell.saving", row.key()), (node, _) -> save(node, kind.entryKind(), row.key(), value), wrong -> {
            if (wrong.isEmpty())
                said.accept(texts.get("cell.saved", kind.text(Texts.of(Kind.class)).named(row.key())));
            told.accept(wrong);
        }, failure -> told.accept(Optional.of(failure.message())), () -> told.accept(Optional.of(texts.get("cancelled"))));
    }

    private <E extends Record> Optional<String> save(Node node, EntryKind<E> of, String key, String value) throws NodeUnavailableException {
        Optional<E> now = node.catalog(of).find(key);
        if (now.isEmpty())
            return Optional.of(texts.get("many.gone", key));
        var planned = new EditMany<>(of, List.of(now.get())).plan(Map.of(field.name(), value));
        if (planned.count(State.ERROR) == 0 && !planned.changes().isEmpty())
            planned = planned.with(node.check(planned.changes()));
        if (planned.count(State.ERROR) > 0 || planned.changes().isEmpty())
            return wrong(planned);
        return switch (node.apply(planned.changes())) {
            case SaveResult.Saved<List<Record>> _ -> Optional.empty();
            case SaveResult.Rejected<List<Record>>(var errors) -> wrong(planned.with(errors));
            case SaveResult.Missing<List<Record>>(String missing) -> Optional.of(texts.get("many.gone", missing));
            case SaveResult.InUse<List<Record>>(var users) -> Optional.of(String.join(", ", users));
        };
    }

    private Optional<String> wrong(EntryImport<?> planned) {
        var words = new ImportText(texts, kind);
        return planned.rows().stream().filter(row -> row.state() == State.ERROR).findFirst().map(words::what);
    }
}
