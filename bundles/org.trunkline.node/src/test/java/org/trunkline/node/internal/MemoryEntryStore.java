package org.trunkline.node.internal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.trunkline.api.config.AuditSubject;
import org.trunkline.engine.port.config.ConfigStore.AuditChange;
import org.trunkline.engine.port.config.ConfigStore.FieldsChange;
import org.trunkline.engine.port.config.PluginEntryStore;
import org.trunkline.engine.port.config.StoreException;

/** Entries of plug-ins without a disk, audited in the store of a test; may be told to fail. */
public final class MemoryEntryStore implements PluginEntryStore {
    private final MemoryStore audit;
    private final Map<Kind, TreeMap<String, Entry>> rows = new HashMap<>();
    public String author = "";
    public boolean down;

    public MemoryEntryStore(MemoryStore audit) {
        this.audit = audit;
    }

    private TreeMap<String, Entry> of(Kind kind) {
        return rows.computeIfAbsent(kind, _ -> new TreeMap<>());
    }

    @Override
    public List<Entry> list(Kind kind, Optional<String> after, int limit) throws StoreException {
        if (down)
            throw new StoreException("the disk is full");
        return of(kind).tailMap(after.orElse(""), after.isEmpty()).values().stream().limit(limit).toList();
    }

    @Override
    public Optional<Entry> find(Kind kind, String key) {
        return Optional.ofNullable(of(kind).get(key));
    }

    @Override
    public long count(Kind kind) {
        return of(kind).size();
    }

    @Override
    public Map<Kind, Long> counts() {
        return rows.entrySet().stream().filter(kind -> !kind.getValue().isEmpty())
                .collect(Collectors.toMap(Map.Entry::getKey, kind -> (long) kind.getValue().size()));
    }

    @Override
    public long removeAll(Kind kind, String who) throws StoreException {
        var keys = List.copyOf(of(kind).keySet());
        for (String key : keys)
            remove(kind, key, who);
        return keys.size();
    }

    @Override
    public void put(Kind kind, Entry entry, String who) throws StoreException {
        change(kind, entry.key(), Optional.of(entry), who, OptionalLong.empty());
    }

    @Override
    public boolean remove(Kind kind, String key, String who) throws StoreException {
        boolean there = of(kind).containsKey(key);
        if (there)
            change(kind, key, Optional.empty(), who, OptionalLong.empty());
        return there;
    }

    @Override
    public AuditChange undo(Kind kind, Undo undo, String who) throws StoreException {
        return change(kind, undo.key(), undo.former(), who, OptionalLong.of(undo.undoes()));
    }

    private AuditChange change(Kind kind, String key, Optional<Entry> to, String who, OptionalLong undoes) throws StoreException {
        author = who;
        var before = find(kind, key);
        var change = new FieldsChange(AuditSubject.ofPlugin(kind.plugin(), kind.kind(), key).text(), before.map(Entry::values).orElse(Map.of()),
                to.map(Entry::values).orElse(Map.of()));
        var entry = audit.noteChange(who, change, to.filter(it -> !it.secrets().isEmpty()).isPresent(), undoes);
        to.ifPresentOrElse(it -> of(kind).put(key, with(before, it)), () -> of(kind).remove(key));
        return entry;
    }

    private static Entry with(Optional<Entry> before, Entry entry) {
        var secrets = new HashMap<>(before.map(Entry::secrets).orElse(Map.of()));
        secrets.putAll(entry.secrets());
        return new Entry(entry.key(), entry.values(), secrets);
    }
}
