package org.trunkline.node.internal.plugin;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.Page;
import org.trunkline.api.config.Author;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.plugin.EntryReader;
import org.trunkline.api.plugin.FieldRules;
import org.trunkline.api.plugin.PluginAbout.Field;
import org.trunkline.engine.port.config.AlreadyUndoneException;
import org.trunkline.engine.port.config.ConfigStore.AuditChange;
import org.trunkline.engine.port.config.PluginEntryStore;
import org.trunkline.engine.port.config.StoreException;
import org.trunkline.spi.ExtensionException;
import org.trunkline.spi.config.ConfigKind;
import org.trunkline.spi.config.FieldProblem;
import org.trunkline.spi.config.TrunkTemplates;

/** Entries of plug-ins' own kinds: checked by their fields, then by the plug-in, then stored. One change at a time. */
@Component(service = {RestorableEntries.class, EntryReader.class})
public final class StoredEntries implements RestorableEntries, EntryReader {
    private static final Logger LOG = LoggerFactory.getLogger(StoredEntries.class);
    private static final String WHO = "api";
    /** As a part of a path, and as text of an audit. */
    private static final Pattern KEY = Pattern.compile("[^/\\p{Cntrl}]{1,200}");

    private final PluginKinds kinds = new PluginKinds();
    private final PluginEntryStore store;
    /** As plug-ins read them last, with their secrets: while the store is away they go on with these. */
    private final Map<PluginEntryStore.Kind, List<Map<String, String>>> lastRead = new ConcurrentHashMap<>();

    @Activate
    public StoredEntries(@Reference PluginEntryStore store) {
        this.store = store;
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addKind(ConfigKind kind, Map<String, Object> properties) {
        kinds.add(kind, properties);
    }

    void updatedKind(ConfigKind kind) {
        kinds.update(kind);
    }

    void removeKind(ConfigKind kind) {
        kinds.remove(kind);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addTemplates(TrunkTemplates source, Map<String, Object> properties) {
        kinds.add(source, properties);
    }

    void updatedTemplates(TrunkTemplates source) {
        kinds.update(source);
    }

    void removeTemplates(TrunkTemplates source) {
        kinds.remove(source);
    }

    /** Asks the store. */
    private interface Question<T> {
        T ask() throws StoreException;
    }

    private static <T> T stored(Question<T> question) throws NodeUnavailableException {
        try {
            return question.ask();
        } catch (StoreException e) {
            throw down(e);
        }
    }

    private static NodeUnavailableException down(StoreException e) {
        return new NodeUnavailableException("store-down", List.of(String.valueOf(e.getMessage())),
                "the store does not answer: " + e.getMessage());
    }

    @Override
    public List<Kind> kinds(String plugin) {
        return kinds.of(plugin);
    }

    @Override
    public List<KindStatus> kinds() throws NodeUnavailableException {
        var counts = new HashMap<>(stored(store::counts));
        var all = new ArrayList<KindStatus>();
        for (var kind : kinds.all())
            all.add(new KindStatus(kind.plugin(), kind.kind(), Optional.of(kind),
                    Optional.ofNullable(counts.remove(new PluginEntryStore.Kind(kind.plugin(), kind.kind()))).orElse(0L)));
        counts.forEach((kind, count) -> all.add(new KindStatus(kind.plugin(), kind.kind(), Optional.empty(), count)));
        all.sort(Comparator.comparing(KindStatus::plugin).thenComparing(KindStatus::kind));
        return all;
    }

    @Override
    public Page<Entry> list(String plugin, String kind, Optional<String> after, int limit) throws NodeUnavailableException {
        if (limit < 1 || limit > MAX_LIMIT)
            throw new IllegalArgumentException("limit: " + limit);
        var of = new PluginEntryStore.Kind(plugin, kind);
        var found = stored(() -> store.list(of, after, limit));
        long total = stored(() -> store.count(of));
        var next = found.size() < limit ? Optional.<String>empty() : Optional.of(found.getLast().key());
        return new Page<>(found.stream().map(StoredEntries::told).toList(), total, next);
    }

    private static Entry told(PluginEntryStore.Entry entry) {
        return new Entry(entry.key(), entry.values(), List.copyOf(new TreeSet<>(entry.secrets().keySet())));
    }

    @Override
    public Optional<Entry> find(String plugin, String kind, String key) throws NodeUnavailableException {
        return stored(() -> store.find(new PluginEntryStore.Kind(plugin, kind), key)).map(StoredEntries::told);
    }

    @Override
    public synchronized SaveResult<Entry> create(String plugin, String kind, Map<String, String> values)
            throws NodeUnavailableException {
        var known = kinds.find(plugin, kind);
        if (known.isEmpty())
            return new SaveResult.Missing<>(kind);
        var of = new PluginEntryStore.Kind(plugin, kind);
        var errors = newErrors(of, known.get(), values);
        return errors.isEmpty() ? save(of, entry(known.get(), values.getOrDefault(known.get().kind().key(), ""), values))
                : new SaveResult.Rejected<>(errors);
    }

    private List<FieldError> newErrors(PluginEntryStore.Kind of, PluginKinds.Known known, Map<String, String> values)
            throws NodeUnavailableException {
        var keyField = known.kind().key();
        var key = values.getOrDefault(keyField, "");
        var errors = new ArrayList<>(check(known, values, Map.of()));
        if (errors.isEmpty() && stored(() -> store.find(of, key)).isPresent())
            errors.add(new FieldError(keyField, "taken", List.of(key), keyField + " \"" + key + "\" is already in use"));
        if (errors.isEmpty() && stored(() -> store.count(of)) >= MOST)
            errors.add(new FieldError("", "too-many", List.of(String.valueOf(MOST)), "There are " + MOST
                    + " entries already; no more are allowed"));
        return errors;
    }

    @Override
    public synchronized SaveResult<Entry> replace(String plugin, String kind, String key, Map<String, String> values)
            throws NodeUnavailableException {
        var of = new PluginEntryStore.Kind(plugin, kind);
        var known = kinds.find(plugin, kind);
        var present = stored(() -> store.find(of, key));
        if (known.isEmpty() || present.isEmpty())
            return new SaveResult.Missing<>(known.isEmpty() ? kind : key);
        var all = new HashMap<>(values);
        all.putIfAbsent(known.get().kind().key(), key);
        var errors = changeErrors(known.get(), present.get(), all);
        return errors.isEmpty() ? save(of, entry(known.get(), key, all)) : new SaveResult.Rejected<>(errors);
    }

    private List<FieldError> changeErrors(PluginKinds.Known known, PluginEntryStore.Entry present, Map<String, String> values)
            throws NodeUnavailableException {
        var keyField = known.kind().key();
        var key = values.getOrDefault(keyField, "");
        var errors = new ArrayList<>(check(known, values, present.secrets()));
        if (!key.equals(present.key()))
            errors.add(new FieldError(keyField, "not-the-key", List.of(key, present.key()), keyField + " \"" + key + "\" is not \""
                    + present.key() + "\": the key of an entry cannot be changed"));
        return errors;
    }

    private static PluginEntryStore.Entry entry(PluginKinds.Known known, String key, Map<String, String> values) {
        var open = new HashMap<String, String>();
        var secrets = new HashMap<String, String>();
        filled(known.kind().fields(), values).forEach((name, value) -> (known.kind().fields().stream()
                .anyMatch(f -> f.name().equals(name) && f.secret()) ? secrets : open).put(name, value));
        return new PluginEntryStore.Entry(key, open, secrets);
    }

    private SaveResult<Entry> save(PluginEntryStore.Kind of, PluginEntryStore.Entry entry) throws NodeUnavailableException {
        return stored(() -> {
            store.put(of, entry, Author.current().orElse(WHO));
            return new SaveResult.Saved<>(told(store.find(of, entry.key())
                    .orElseThrow(() -> new StoreException(entry.key() + " is gone"))));
        });
    }

    @Override
    public synchronized SaveResult<AuditChange> restore(PluginEntryStore.Kind of, Former former, Objections objections)
            throws NodeUnavailableException, AlreadyUndoneException {
        var present = stored(() -> store.find(of, former.key()));
        var errors = objections.to(present.map(PluginEntryStore.Entry::values).orElse(Map.of()));
        if (!errors.isEmpty())
            return new SaveResult.Rejected<>(errors);
        if (former.values().isEmpty())
            return undo(of, new PluginEntryStore.Undo(former.key(), Optional.empty(), former.change()));
        var known = kinds.find(of.plugin(), of.kind());
        if (known.isEmpty())
            return new SaveResult.Missing<>(of.kind());
        errors = present.isEmpty() ? newErrors(of, known.get(), former.values()) : changeErrors(known.get(), present.get(), former.values());
        return errors.isEmpty() ? undo(of, new PluginEntryStore.Undo(former.key(), Optional.of(entry(known.get(), former.key(),
                former.values())), former.change())) : new SaveResult.Rejected<>(errors);
    }

    private SaveResult<AuditChange> undo(PluginEntryStore.Kind of, PluginEntryStore.Undo undo)
            throws NodeUnavailableException, AlreadyUndoneException {
        try {
            return new SaveResult.Saved<>(store.undo(of, undo, Author.current().orElse(WHO)));
        } catch (AlreadyUndoneException e) {
            throw e;
        } catch (StoreException e) {
            throw down(e);
        }
    }

    @Override
    public synchronized SaveResult<Entry> delete(String plugin, String kind, String key) throws NodeUnavailableException {
        var of = new PluginEntryStore.Kind(plugin, kind);
        var present = stored(() -> store.find(of, key));
        if (present.isEmpty() || !stored(() -> store.remove(of, key, Author.current().orElse(WHO))))
            return new SaveResult.Missing<>(key);
        return new SaveResult.Saved<>(told(present.get()));
    }

    @Override
    public synchronized long deleteAll(String plugin, String kind) throws NodeUnavailableException {
        return stored(() -> store.removeAll(new PluginEntryStore.Kind(plugin, kind), Author.current().orElse(WHO)));
    }

    private static Map<String, String> filled(List<Field> fields, Map<String, String> values) {
        var filled = new HashMap<String, String>();
        for (var field : fields) {
            var value = values.getOrDefault(field.name(), "");
            if (value.isEmpty())
                value = field.secret() ? "" : field.defaultValue();
            if (!value.isEmpty())
                filled.put(field.name(), value);
        }
        return filled;
    }

    /** By the fields, then by the plug-in where the fields are right, then beside the other entries. */
    private List<FieldError> check(PluginKinds.Known known, Map<String, String> values, Map<String, String> kept)
            throws NodeUnavailableException {
        var kind = known.kind();
        var whole = filled(kind.fields(), values);
        values.keySet().forEach(name -> whole.putIfAbsent(name, values.get(name))); // one that is not there is told
        var errors = new ArrayList<>(FieldRules.check("", kind.fields(), whole, kept.keySet()));
        var key = whole.getOrDefault(kind.key(), "");
        if (errors.stream().noneMatch(e -> e.field().equals(kind.key())) && !KEY.matcher(key).matches())
            errors.add(new FieldError(kind.key(), "not-a-key", List.of(key), kind.key()
                    + " must have 1 to 200 characters, no slash and no control character"));
        if (!errors.isEmpty())
            return errors;
        var entry = new HashMap<>(kept);
        entry.putAll(whole);
        var others = known.compared().isEmpty() ? List.<Map<String, String>>of() : others(known, key);
        try {
            var problems = known.extension().check(entry);
            if (problems.isEmpty() && !others.isEmpty())
                problems = known.extension().conflicts(entry, others);
            return problems.stream().limit(kind.fields().size() + 1L).map(StoredEntries::error).toList();
        } catch (ExtensionException | RuntimeException | LinkageError e) { // the boundary to a plug-in
            LOG.warn("The plug-in {} cannot check an entry of {}: {}", kind.plugin(), kind.kind(), e.toString());
            return List.of(new FieldError("", "cannot-check", List.of(kind.plugin(), String.valueOf(e.getMessage())), "The plug-in \""
                    + kind.plugin() + "\" cannot check the entry, so nothing was changed: " + e.getMessage()));
        }
    }

    /** What an entry is compared with: the key and the compared fields of each other one. */
    private List<Map<String, String>> others(PluginKinds.Known known, String key) throws NodeUnavailableException {
        var wanted = new HashSet<>(known.compared());
        wanted.add(known.kind().key());
        var all = new ArrayList<Map<String, String>>();
        for (var entry : stored(() -> all(new PluginEntryStore.Kind(known.kind().plugin(), known.kind().kind())))) {
            if (entry.key().equals(key))
                continue;
            var some = new HashMap<>(entry.values());
            some.keySet().retainAll(wanted);
            all.add(some);
        }
        return all;
    }

    /** Its text in the desk's languages are the values: en, sv, zh, id. */
    private static FieldError error(FieldProblem problem) {
        var text = problem.text();
        return new FieldError(problem.field(), "said-by-plugin", List.of(text.en(), text.others().getOrDefault("sv", text.en()),
                text.others().getOrDefault("zh", text.en()), text.others().getOrDefault("id", text.en())), text.en());
    }

    @Override
    public List<Template> trunkTemplates() {
        return kinds.templates();
    }

    @Override
    public List<Map<String, String>> entries(String plugin, String kind) {
        var of = new PluginEntryStore.Kind(plugin, kind);
        var all = new ArrayList<Map<String, String>>();
        try {
            for (var entry : all(of)) {
                var whole = new HashMap<>(entry.values());
                whole.putAll(entry.secrets());
                all.add(whole);
            }
        } catch (StoreException e) {
            LOG.warn("The entries {} of the plug-in {} cannot be read, so it gets those read last: {}", kind, plugin, e.getMessage());
            return lastRead.getOrDefault(of, List.of());
        }
        var read = List.copyOf(all);
        lastRead.put(of, read);
        return read;
    }

    private List<PluginEntryStore.Entry> all(PluginEntryStore.Kind of) throws StoreException {
        var all = new ArrayList<PluginEntryStore.Entry>();
        var after = Optional.<String>empty();
        do {
            var page = store.list(of, after, MAX_LIMIT);
            all.addAll(page);
            after = page.size() < MAX_LIMIT ? Optional.empty() : Optional.of(page.getLast().key());
        } while (after.isPresent() && all.size() < MOST);
        return all;
    }
}
