package org.trunkline.node.internal.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.cdr.CdrSearch;
import org.trunkline.api.config.EntryChange;
import org.trunkline.api.config.EntryKind;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.node.Node;
import org.trunkline.engine.port.config.ConfigChange;
import org.trunkline.engine.port.config.Configuration;
import org.trunkline.node.internal.config.Configurations.Plan;

/** The kinds of configuration, and several changes of them in one transaction. */
public record Catalogs(Configurations configurations, SubscriberCatalog subscribers, TrunkCatalog trunks, NumberCatalog numbers,
        RouteCatalog routes, RingGroupCatalog ringGroups, SavedSearchCatalog savedSearches) {
    public static Catalogs of(Configurations configurations, String realm, CdrSearch index,
            SavedSearchCatalog.AlertPlaces alerts) {
        return new Catalogs(configurations, new SubscriberCatalog(configurations, realm), new TrunkCatalog(configurations),
                new NumberCatalog(configurations), new RouteCatalog(configurations), new RingGroupCatalog(configurations),
                new SavedSearchCatalog(configurations, index, alerts));
    }

    /** Each is checked as if those before it were made; nothing is stored unless all are right. */
    public SaveResult<List<Record>> apply(List<EntryChange<?>> changes) throws NodeUnavailableException {
        if (changes.isEmpty() || changes.size() > Node.MAX_CHANGES)
            throw new IllegalArgumentException("changes: " + changes.size());
        return configurations.change(configuration -> plan(configuration, changes));
    }

    /** All errors; each change is checked as if those before it that are right were made. */
    public List<FieldError> check(List<EntryChange<?>> changes) {
        var next = configurations.current();
        var errors = new ArrayList<FieldError>();
        for (int i = 0; i < changes.size(); i++) {
            var plan = plan(next, changes.get(i));
            if (plan instanceof Plan.Refused<? extends Record> refused)
                errors.addAll(errors(i, refused.result()));
            else if (plan instanceof Plan.Change<? extends Record> made)
                next = next.with(withoutDigests(made.changes()), next.revision());
        }
        return errors;
    }

    private static List<FieldError> errors(int index, SaveResult<? extends Record> refused) {
        String path = "changes[" + index + "].";
        return switch (refused) {
            case SaveResult.Rejected<? extends Record>(var errors) -> errors.stream().map(e -> new FieldError(path + e.field(),
                    e.code(), e.args(), e.message())).toList();
            case SaveResult.Missing<? extends Record>(String key) -> List.of(new FieldError(path, "missing", List.of(key),
                    "there is no entry \"" + key + "\""));
            case SaveResult.InUse<? extends Record>(var dependents) -> List.of(new FieldError(path, "in-use", dependents,
                    "the entry is in use by " + String.join(", ", dependents)));
            case SaveResult.Saved<? extends Record> _ -> throw new IllegalStateException("saved while planning");
        };
    }

    private Plan<List<Record>> plan(Configuration configuration, List<EntryChange<?>> changes) {
        var next = configuration;
        var planned = new ArrayList<ConfigChange>();
        var values = new ArrayList<Record>();
        for (int i = 0; i < changes.size(); i++)
            switch (plan(next, changes.get(i))) {
                case Plan.Refused<? extends Record>(var result) -> {
                    return new Plan.Refused<>(refusal(i, result));
                }
                case Plan.Change<? extends Record>(var made, var value) -> {
                    planned.addAll(made);
                    values.add(value);
                    next = next.with(withoutDigests(made), next.revision());
                }
            }
        return new Plan.Change<>(planned, List.copyOf(values));
    }

    /** No check asks for the digest of a subscriber; without it the thousands of others are not copied for each change. */
    private static List<ConfigChange> withoutDigests(List<ConfigChange> changes) {
        return changes.stream().map(change -> change instanceof ConfigChange.PutSubscriber(var subscriber, _)
                ? new ConfigChange.PutSubscriber(subscriber, Optional.empty()) : change).toList();
    }

    private <E extends Record> Plan<E> plan(Configuration configuration, EntryChange<E> change) {
        var catalog = catalog(change.kind());
        return switch (change) {
            case EntryChange.Create<E>(_, E entry) -> catalog.planCreate(configuration, entry);
            case EntryChange.Replace<E>(_, String key, E entry) -> catalog.planReplace(configuration, key, entry);
            case EntryChange.Delete<E>(_, String key) -> catalog.planDelete(configuration, key);
        };
    }

    @SuppressWarnings("unchecked") // each catalog has the entries of its kind
    <E extends Record> EntryCatalog<E> catalog(EntryKind<E> kind) {
        EntryCatalog<?> found = kind.equals(EntryKind.TRUNK) ? trunks : kind.equals(EntryKind.NUMBER) ? numbers
                : kind.equals(EntryKind.SUBSCRIBER) ? subscribers : kind.equals(EntryKind.RING_GROUP) ? ringGroups : routes;
        return (EntryCatalog<E>) found;
    }

    private static SaveResult<List<Record>> refusal(int index, SaveResult<? extends Record> result) {
        return switch (result) {
            case SaveResult.Rejected<? extends Record> _ -> new SaveResult.Rejected<>(errors(index, result));
            case SaveResult.Missing<? extends Record>(String key) -> new SaveResult.Missing<>(key);
            case SaveResult.InUse<? extends Record>(var dependents) -> new SaveResult.InUse<>(dependents);
            case SaveResult.Saved<? extends Record> _ -> throw new IllegalStateException("saved while planning");
        };
    }
}
