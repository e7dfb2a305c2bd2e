package org.trunkline.testkit.node;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;

import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.Page;
import org.trunkline.api.config.Catalog;
import org.trunkline.api.config.EntryFilter;
import org.trunkline.api.config.EntryKind;
import org.trunkline.api.config.SaveResult;

/** A catalog in memory. <b>Threads:</b> any. */
final class FakeCatalog<E, D> implements Catalog<E, D> {
    /** The present entry, or empty for a new one; then the draft. */
    interface Check<E, D> extends BiFunction<Optional<E>, D, List<FieldError>> {}

    private final TreeMap<String, E> entries = new TreeMap<>();
    private final FakeNode node;
    private final String keyName;
    private final Function<D, String> keyOf;
    private final Function<D, E> make;
    private final Check<E, D> check;
    private final Function<String, List<String>> dependents;
    private Optional<EntryKind<?>> kind = Optional.empty();
    private Optional<BiConsumer<String, String>> renamed = Optional.empty();

    FakeCatalog(FakeNode node, String keyName, Function<D, String> keyOf, Function<D, E> make, Check<E, D> check,
            Function<String, List<String>> dependents) {
        this.node = node;
        this.keyName = keyName;
        this.keyOf = keyOf;
        this.make = make;
        this.check = check;
        this.dependents = dependents;
    }

    /** Entries are also found by the other names of this kind. */
    FakeCatalog<E, D> named(EntryKind<?> by) {
        kind = Optional.of(by);
        return this;
    }

    /** Lets entries get another key. @param followers told of the former and the new one */
    FakeCatalog<E, D> renaming(BiConsumer<String, String> followers) {
        renamed = Optional.of(followers);
        return this;
    }

    /** Changes entries in place. @param change gives nothing where an entry stays */
    synchronized void follow(Function<E, Optional<E>> change) {
        entries.replaceAll((_, entry) -> change.apply(entry).orElse(entry));
    }

    synchronized boolean has(String key) {
        return entries.containsKey(key);
    }

    synchronized Map<String, E> snapshot() {
        return Map.copyOf(entries);
    }

    /** Puts back what a {@link #snapshot} has. */
    @SuppressWarnings("unchecked") // of this catalog
    synchronized void restore(Map<String, ?> snapshot) {
        entries.clear();
        snapshot.forEach((key, entry) -> entries.put(key, (E) entry));
    }

    synchronized List<E> all() {
        return List.copyOf(entries.values());
    }

    @Override
    public synchronized Page<E> list(Optional<String> after, int limit) throws NodeUnavailableException {
        node.reach();
        if (limit < 1 || limit > 1000)
            throw new IllegalArgumentException("limit: " + limit);
        var rest = after.map(a -> entries.tailMap(a, false)).orElse(entries).entrySet().stream().limit(limit + 1L)
                .toList();
        boolean more = rest.size() > limit;
        var part = more ? rest.subList(0, limit) : rest;
        return new Page<>(part.stream().map(Map.Entry::getValue).toList(), entries.size(),
                more ? Optional.of(part.getLast().getKey()) : Optional.empty());
    }

    @Override
    public synchronized Page<E> search(EntryFilter filter, int limit) throws NodeUnavailableException {
        node.reach();
        var keys = new IdentityHashMap<E, String>();
        entries.forEach((key, entry) -> keys.put(entry, key));
        return filter.of(entries.values().stream(), entry -> kind.map(k -> k.names((Record) entry)).orElse(List.of(keys.get(entry))), limit);
    }

    @Override
    public synchronized Optional<E> find(String key) throws NodeUnavailableException {
        node.reach();
        return Optional.ofNullable(entries.get(key));
    }

    @Override
    public SaveResult<E> create(D draft) throws NodeUnavailableException {
        return save(Optional.empty(), draft);
    }

    @Override
    public SaveResult<E> replace(String key, D draft) throws NodeUnavailableException {
        if (find(key).isEmpty())
            return new SaveResult.Missing<>(key);
        return save(Optional.of(key), draft);
    }

    private SaveResult<E> save(Optional<String> key, D draft) throws NodeUnavailableException {
        var errors = errors(key, draft);
        if (!errors.isEmpty())
            return new SaveResult.Rejected<>(errors);
        var made = make.apply(draft);
        String own = keyOf.apply(draft);
        synchronized (this) {
            key.filter(former -> !former.equals(own)).ifPresent(entries::remove);
            entries.put(own, made);
        }
        key.filter(former -> !former.equals(own)).ifPresent(former -> renamed.ifPresent(r -> r.accept(former, own)));
        node.configurationChanged();
        return new SaveResult.Saved<>(made);
    }

    @Override
    public SaveResult<E> delete(String key) throws NodeUnavailableException {
        node.reach();
        var users = dependents.apply(key);
        E gone;
        synchronized (this) {
            if (!entries.containsKey(key))
                return new SaveResult.Missing<>(key);
            if (!users.isEmpty())
                return new SaveResult.InUse<>(users);
            gone = entries.remove(key);
        }
        node.configurationChanged();
        return new SaveResult.Saved<>(gone);
    }

    @Override
    public List<FieldError> check(Optional<String> key, D draft) throws NodeUnavailableException {
        node.awaitChecks();
        return errors(key, draft);
    }

    private synchronized List<FieldError> errors(Optional<String> key, D draft) throws NodeUnavailableException {
        node.reach();
        var errors = new ArrayList<>(check.apply(key.map(entries::get), draft));
        var own = keyOf.apply(draft);
        if (key.isEmpty() && entries.containsKey(own))
            errors.add(new FieldError(keyName, "taken", List.of(own), keyName + " \"" + own + "\" is already in use"));
        if (renamed.isPresent() && key.isPresent() && !key.get().equals(own) && entries.containsKey(own))
            errors.add(new FieldError(keyName, "taken", List.of(own), keyName + " \"" + own + "\" is already in use"));
        if (renamed.isEmpty() && key.isPresent() && !key.get().equals(own))
            errors.add(new FieldError(keyName, "key-differs", List.of(own, key.get()),
                    keyName + " \"" + own + "\" differs from \"" + key.get() + "\""));
        return errors;
    }
}
