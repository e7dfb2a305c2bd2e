package org.trunkline.testkit.node;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;

import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.Page;
import org.trunkline.api.config.ChangeLog;
import org.trunkline.api.config.LoggedChange;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.config.TakenBack;

/** Changes that a test says were made. What is taken back is only noted. */
public final class FakeChangeLog implements ChangeLog {
    private final FakeNode node;
    private final List<LoggedChange> changes = new CopyOnWriteArrayList<>();
    private final List<String> taken = new CopyOnWriteArrayList<>();

    FakeChangeLog(FakeNode node) {
        this.node = node;
    }

    /** From now on this was changed, after all others. */
    public void add(LoggedChange change) {
        changes.addFirst(change);
    }

    /** {@code 7} for one, {@code 7 together} for all that was changed with it. */
    public List<String> taken() {
        return List.copyOf(taken);
    }

    @Override
    public Page<LoggedChange> list(String filter, Optional<String> after, int limit) throws NodeUnavailableException {
        node.reach();
        String wanted = filter.toLowerCase(Locale.ROOT);
        var all = changes.stream().filter(c -> (c.who() + " " + c.subject()).toLowerCase(Locale.ROOT).contains(wanted)).toList();
        var rest = all.stream().filter(c -> after.isEmpty() || c.id() < Long.parseLong(after.get())).toList();
        var page = rest.subList(0, Math.min(limit, rest.size()));
        return new Page<>(page, all.size(), rest.size() > limit ? Optional.of(String.valueOf(page.getLast().id()))
                : Optional.empty());
    }

    /** Refuses what a change by {@code bob} made, and what was taken back. */
    @Override
    public synchronized SaveResult<TakenBack> takeBack(long id, boolean together) throws NodeUnavailableException {
        node.reach();
        var change = changes.stream().filter(c -> c.id() == id).findFirst();
        if (change.isEmpty())
            return new SaveResult.Missing<>(String.valueOf(id));
        if (change.get().who().equals("bob"))
            return new SaveResult.Rejected<>(List.of(new FieldError("", "changed-since", List.of(change.get().subject(), "anna",
                    "2026-03-02T08:00:00Z"), change.get().subject() + " was changed since by anna")));
        if (taken.stream().anyMatch(one -> one.replace(" together", "").equals(String.valueOf(id))))
            return new SaveResult.Rejected<>(List.of(new FieldError("", "taken-back", List.of(change.get().subject(), "anna",
                    "2026-03-02T08:00:00Z"), change.get().subject() + ": that change was taken back already by anna")));
        taken.add(id + (together ? " together" : ""));
        node.configurationChanged();
        var waiting = node.settings().report().waiting();
        return new SaveResult.Saved<>(new TakenBack(List.of(undo(change.get())), change.get().fields().stream()
                .map(LoggedChange.Field::path).filter(waiting::contains).toList()));
    }

    private LoggedChange undo(LoggedChange of) {
        long id = changes.stream().mapToLong(LoggedChange::id).max().orElse(0) + taken.size();
        var fields = of.fields().stream().map(field -> new LoggedChange.Field(field.path(), field.after(), field.before())).toList();
        return new LoggedChange(id, of.revision() + 1, of.at(), "anna", of.action(), of.subject(), of.entry(), fields, of.secretSet(),
                of.note(), 1, OptionalLong.of(of.id()), OptionalLong.empty());
    }
}
