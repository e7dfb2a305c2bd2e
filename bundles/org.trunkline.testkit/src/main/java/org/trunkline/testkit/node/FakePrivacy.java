package org.trunkline.testkit.node;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.Author;
import org.trunkline.api.config.Catalog;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.privacy.HoldDraft;
import org.trunkline.api.privacy.HoldRules;
import org.trunkline.api.privacy.PersonChange;
import org.trunkline.api.privacy.PersonPage;
import org.trunkline.api.privacy.Privacy;
import org.trunkline.api.privacy.RetentionStatus;
import org.trunkline.domain.config.LegalHold;
import org.trunkline.domain.config.Retention;

/** Finds the records a test gives it; a hold keeps all of them. What was asked is noted. */
public final class FakePrivacy implements Privacy {
    /** When every hold was set. */
    public static final Instant SINCE = Instant.parse("2026-03-02T08:00:00Z");

    private final FakeNode node;
    private final FakeCatalog<LegalHold, HoldDraft> holds;
    private final List<PersonPage.Item> items = new CopyOnWriteArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile RetentionStatus status = new RetentionStatus(Retention.FOR_EVER, Optional.empty(), "",
            new RetentionStatus.Key(RetentionStatus.Key.State.NONE, "", "/data/pseudonym.key", ""));

    FakePrivacy(FakeNode node) {
        this.node = node;
        holds = new FakeCatalog<>(node, "name", HoldDraft::name,
                d -> new LegalHold(d.name(), d.query(), d.reason(), Author.current().orElse("admin"), SINCE),
                (_, d) -> HoldRules.check(d), _ -> List.of());
    }

    /** What is kept of the one person there is. */
    public void keep(List<PersonPage.Item> all) {
        items.clear();
        items.addAll(all);
    }

    public void status(RetentionStatus now) {
        status = now;
    }

    /** Words and numbers of what was asked for: {@code search +46701234567}. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    @Override
    public RetentionStatus retention() throws NodeUnavailableException {
        node.reach();
        return status;
    }

    @Override
    public SaveResult<Retention> retain(Retention retention) throws NodeUnavailableException {
        node.reach();
        status = new RetentionStatus(retention, status.last(), status.problem(), status.key());
        node.configurationChanged();
        return new SaveResult.Saved<>(retention);
    }

    @Override
    public Catalog<LegalHold, HoldDraft> holds() {
        return holds;
    }

    @Override
    public PersonPage person(String number, Purpose purpose, Optional<String> after, int limit)
            throws NodeUnavailableException {
        node.reach();
        if (after.isEmpty())
            asked.add((purpose == Purpose.EXPORT ? "export " : "search ") + number);
        int from = after.map(Integer::parseInt).orElse(0);
        int to = Math.min(items.size(), from + limit);
        var hold = holds.all().stream().findFirst().map(LegalHold::name);
        var part = new ArrayList<PersonPage.Item>();
        items.subList(from, to).forEach(i -> part.add(new PersonPage.Item(i.record(), i.ladder(), hold.or(i::hold))));
        return new PersonPage(part, to, items.size(), to < items.size() ? Optional.of(String.valueOf(to))
                : Optional.empty());
    }

    @Override
    public PersonChange erase(String number) throws NodeUnavailableException {
        return change("erase " + number);
    }

    @Override
    public PersonChange pseudonymise(String number) throws NodeUnavailableException {
        return change("pseudonymise " + number);
    }

    private PersonChange change(String what) throws NodeUnavailableException {
        node.reach();
        asked.add(what);
        long all = items.size();
        var hold = holds.all().stream().findFirst();
        if (hold.isPresent() && all > 0)
            return new PersonChange(0, all, Map.of(hold.get().name(), all));
        items.clear();
        return new PersonChange(all, all, Map.of());
    }

    @Override
    public RetentionStatus.Sweep sweep() throws NodeUnavailableException {
        node.reach();
        asked.add("sweep");
        var sweep = new RetentionStatus.Sweep(SINCE, 2, 3, 4, 5, Map.of("Case 7", 6L));
        status = new RetentionStatus(status.retention(), Optional.of(sweep), status.problem(), status.key());
        return sweep;
    }

    @Override
    public RetentionStatus.Key newKey() throws NodeUnavailableException {
        node.reach();
        asked.add("new key");
        var key = new RetentionStatus.Key(RetentionStatus.Key.State.READY, "0a1b2c3d", "/data/pseudonym.key", "");
        status = new RetentionStatus(status.retention(), status.last(), status.problem(), key);
        return key;
    }
}
