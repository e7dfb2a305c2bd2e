package org.trunkline.node.internal.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.Page;
import org.trunkline.api.config.Catalog;
import org.trunkline.api.config.EntryFilter;
import org.trunkline.api.config.SaveResult;
import org.trunkline.engine.port.config.ConfigChange;
import org.trunkline.engine.port.config.Configuration;
import org.trunkline.node.internal.config.Configurations.Plan;

/** What all catalogs have in common. */
abstract class StoredCatalog<E, D> implements Catalog<E, D> {
    private static final int MAX_PAGE = 1000;

    private final Configurations configurations;

    StoredCatalog(Configurations configurations) {
        this.configurations = configurations;
    }

    /** Entries in the order stored. */
    abstract List<E> entries(Configuration configuration);

    abstract String key(E entry);

    abstract String draftKey(D draft);

    /** Name of the key's field. */
    abstract String keyField();

    /** A key as callers may write it. */
    String tidy(String key) {
        return key;
    }

    /** Rules of the draft itself and its references. @param present the entry to be replaced */
    abstract List<FieldError> check(Configuration configuration, Optional<E> present, D draft);

    /** Only called with a checked draft. */
    abstract Plan.Change<E> put(D draft);

    abstract ConfigChange remove(E entry);

    /** What names this entry: {@code "route +46"}. */
    abstract List<String> dependents(Configuration configuration, E entry);

    @Override
    public final Page<E> list(Optional<String> after, int limit) {
        if (limit < 1 || limit > MAX_PAGE)
            throw new IllegalArgumentException("limit: " + limit);
        var sorted = entries(configurations.current()).stream().sorted(Comparator.comparing(this::key)).toList();
        int from = 0;
        if (after.isPresent())
            while (from < sorted.size() && key(sorted.get(from)).compareTo(after.get()) <= 0)
                from++;
        var items = sorted.subList(from, Math.min(sorted.size(), from + limit));
        boolean more = from + items.size() < sorted.size();
        return new Page<>(items, sorted.size(), more ? Optional.of(key(items.getLast())) : Optional.empty());
    }

    /** What an entry is found by, its key first. */
    List<String> names(E entry) {
        return List.of(key(entry));
    }

    @Override
    public final Page<E> search(EntryFilter filter, int limit) {
        return filter.of(entries(configurations.current()).stream().sorted(Comparator.comparing(this::key)), this::names, limit);
    }

    @Override
    public final Optional<E> find(String key) {
        return find(configurations.current(), key);
    }

    final Optional<E> find(Configuration configuration, String key) {
        String tidy = tidy(key);
        return entries(configuration).stream().filter(e -> key(e).equals(tidy)).findFirst();
    }

    /** What a new entry would do to a configuration. */
    final Plan<E> planCreate(Configuration configuration, D draft) {
        return plan(configuration, Optional.empty(), draft);
    }

    final Plan<E> planReplace(Configuration configuration, String key, D draft) {
        return find(configuration, key).map(present -> plan(configuration, Optional.of(present), draft))
                .orElseGet(() -> new Plan.Refused<>(new SaveResult.Missing<>(key)));
    }

    final Plan<E> planDelete(Configuration configuration, String key) {
        var present = find(configuration, key);
        if (present.isEmpty())
            return new Plan.Refused<>(new SaveResult.Missing<>(key));
        var dependents = dependents(configuration, present.get());
        return dependents.isEmpty() ? new Plan.Change<>(remove(present.get()), present.get())
                : new Plan.Refused<>(new SaveResult.InUse<>(dependents));
    }

    @Override
    public final SaveResult<E> create(D draft) throws NodeUnavailableException {
        return configurations.change(configuration -> planCreate(configuration, draft));
    }

    @Override
    public final SaveResult<E> replace(String key, D draft) throws NodeUnavailableException {
        return configurations.change(configuration -> planReplace(configuration, key, draft));
    }

    private Plan<E> plan(Configuration configuration, Optional<E> present, D draft) {
        var errors = errors(configuration, present, draft);
        if (!errors.isEmpty())
            return Plan.Refused.of(errors);
        return present.isPresent() && renames(present.get(), draft) ? rename(configuration, present.get(), draft) : put(draft);
    }

    final boolean renames(E present, D draft) {
        return !tidy(draftKey(draft)).equals(key(present));
    }

    /** Whether an entry can get another key. */
    boolean canBeRenamed() {
        return false;
    }

    /** Only called with a checked draft of another key. */
    Plan.Change<E> rename(Configuration configuration, E present, D draft) {
        throw new IllegalStateException(keyField() + " stays as it is");
    }

    @Override
    public final SaveResult<E> delete(String key) throws NodeUnavailableException {
        return configurations.change(configuration -> planDelete(configuration, key));
    }

    @Override
    public final List<FieldError> check(Optional<String> key, D draft) {
        var configuration = configurations.current();
        return errors(configuration, key.flatMap(k -> find(configuration, k)), draft);
    }

    final List<FieldError> errors(Configuration configuration, Optional<E> present, D draft) {
        var errors = new ArrayList<>(check(configuration, present, draft));
        String key = tidy(draftKey(draft));
        if (present.isPresent() && !canBeRenamed()) {
            if (renames(present.get(), draft))
                errors.add(new FieldError(keyField(), "not-the-key", List.of(key, key(present.get())), keyField() + " \"" + key
                        + "\" differs from \"" + key(present.get()) + "\": to rename, create a new one and delete the old"));
        } else if (errors.stream().noneMatch(e -> e.field().equals(keyField())))
            entries(configuration).stream().filter(e -> key(e).equalsIgnoreCase(key) && !present.map(this::key)
                    .equals(Optional.of(key(e)))).findFirst().ifPresent(taken ->
                    errors.add(new FieldError(keyField(), "taken", List.of(key(taken)), keyField() + " \"" + key(taken)
                            + "\" is already in use")));
        return List.copyOf(errors);
    }
}
