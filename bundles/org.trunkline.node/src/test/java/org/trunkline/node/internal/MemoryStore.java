package org.trunkline.node.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.trunkline.api.config.AuditSubject;
import org.trunkline.api.config.EntryKind;
import org.trunkline.domain.config.Retention;
import org.trunkline.domain.schema.EntryTexts;
import org.trunkline.engine.port.config.AlreadyUndoneException;
import org.trunkline.engine.port.config.ConfigChange;
import org.trunkline.engine.port.config.ConfigStore;
import org.trunkline.engine.port.config.Configuration;
import org.trunkline.engine.port.config.PhoneAddress;
import org.trunkline.engine.port.config.RetentionConfig;
import org.trunkline.engine.port.config.SavedSearchTexts;
import org.trunkline.engine.port.config.SavedSearches;
import org.trunkline.engine.port.config.StoreException;

/** A store without a disk; may be told to fail. */
public final class MemoryStore implements ConfigStore {
    public Configuration configuration = Configuration.EMPTY;
    public boolean down;
    public String author = "";
    public final List<String> notes = new ArrayList<>();
    public final List<PhoneAddress> phoneAddresses = new ArrayList<>();
    /** Run before an address is looked for. */
    public Runnable beforePhoneAddress = () -> {};
    private final List<AuditChange> log = new ArrayList<>();
    /** By the change that took them away; a test may forget them. */
    public final Map<Long, PastSecret> secrets = new HashMap<>();
    /** As above, of saved searches. */
    public final Map<Long, PastAlertSecrets> alertSecrets = new HashMap<>();
    private final Map<Long, String> successors = new HashMap<>();

    @Override
    public Configuration load() {
        return configuration;
    }

    @Override
    public Configuration apply(List<ConfigChange> changes, String who) throws StoreException {
        author = who;
        if (down)
            throw new StoreException("the disk is full");
        long revision = configuration.revision() + 1;
        for (var change : changes)
            apply(revision, change, OptionalLong.empty(), who);
        return configuration;
    }

    @Override
    public Undone undo(List<Undoing> changes, String who) throws StoreException {
        author = who;
        if (down)
            throw new StoreException("the disk is full");
        for (var change : changes)
            refuseIfUndone(change.undoes());
        long revision = configuration.revision() + 1;
        for (var change : changes)
            apply(revision, change.change(), OptionalLong.of(change.undoes()), who);
        return new Undone(configuration, log.subList(log.size() - changes.size(), log.size()));
    }

    private void refuseIfUndone(long id) throws AlreadyUndoneException {
        var by = change(id).flatMap(change -> change.undoneBy().stream().boxed().findFirst()).flatMap(this::change);
        if (by.isPresent())
            throw new AlreadyUndoneException(by.get().entry());
    }

    private void apply(long revision, ConfigChange change, OptionalLong undoes, String who) {
        var before = configuration;
        configuration = apply(configuration, change);
        if (change instanceof ConfigChange.RemoveSubscriber(var username, var successor)) {
            phoneAddresses.replaceAll(it -> it.username().equals(username) ? it.renamed(successor.orElse("")) : it);
            phoneAddresses.removeIf(it -> it.username().isEmpty());
        }
        log(revision, change, before, undoes, who);
    }

    private void log(long revision, ConfigChange change, Configuration before, OptionalLong undoes, String who) {
        long id = log.size() + 1L;
        boolean set = switch (change) {
            case ConfigChange.PutSubscriber(_, var secret) -> secret.isPresent();
            case ConfigChange.PutTrunk(_, var password) -> password.isPresent();
            case ConfigChange.PutSavedSearch(_, var secret, var channels) -> secret.isPresent()
                    || channels.values().stream().anyMatch(s -> !s.isEmpty());
            default -> false;
        };
        String key = subject(change);
        var entry = new AuditEntry(Instant.EPOCH, who, "change", key, "");
        undoes.ifPresent(undone -> link(undone, id));
        log.add(new AuditChange(id, revision, entry, set, Optional.of(fields(before, key)),
                Optional.of(fields(configuration, key)), 1, undoes, OptionalLong.empty()));
        AuditSubject.key(AuditSubject.SAVED_SEARCH, key).ifPresent(name -> {
            var hook = Optional.ofNullable(before.savedSearches().secrets().get(name));
            var channels = before.savedSearches().channels().getOrDefault(name, Map.of());
            if (hook.isPresent() || !channels.isEmpty())
                alertSecrets.put(id, new PastAlertSecrets(hook, channels));
        });
        if (change instanceof ConfigChange.RemoveSubscriber(_, var successor))
            successor.ifPresent(name -> successors.put(id, name));
        if (change instanceof ConfigChange.RemoveSubscriber || set)
            EntryKind.SUBSCRIBER.keyOf(key).map(before.secrets()::get).ifPresent(s -> secrets.put(id,
                    new PastSecret(Optional.of(s), Optional.empty())));
        if (change instanceof ConfigChange.RemoveTrunk || set)
            EntryKind.TRUNK.keyOf(key).map(before.trunkPasswords()::get).ifPresent(s -> secrets.put(id,
                    new PastSecret(Optional.empty(), Optional.of(s))));
    }

    private static String subject(ConfigChange change) {
        return switch (change) {
            case ConfigChange.PutSubscriber(var it, _) -> EntryKind.SUBSCRIBER.subject(it.username());
            case ConfigChange.PutTrunk(var it, _) -> EntryKind.TRUNK.subject(it.name());
            case ConfigChange.PutNumber(var it) -> EntryKind.NUMBER.subject(it.number());
            case ConfigChange.PutRoute(var it) -> EntryKind.ROUTE.subject(it.prefix());
            case ConfigChange.PutRingGroup(var it) -> EntryKind.RING_GROUP.subject(it.name());
            case ConfigChange.RemoveSubscriber(var key, _) -> EntryKind.SUBSCRIBER.subject(key);
            case ConfigChange.RemoveTrunk(var key) -> EntryKind.TRUNK.subject(key);
            case ConfigChange.RemoveNumber(var key) -> EntryKind.NUMBER.subject(key);
            case ConfigChange.RemoveRoute(var key) -> EntryKind.ROUTE.subject(key);
            case ConfigChange.RemoveRingGroup(var key) -> EntryKind.RING_GROUP.subject(key);
            case ConfigChange.PutSavedSearch(var it, _, _) -> new AuditSubject(AuditSubject.SAVED_SEARCH, it.name()).text();
            case ConfigChange.RemoveSavedSearch(var key) -> new AuditSubject(AuditSubject.SAVED_SEARCH, key).text();
            case ConfigChange.PutHold(var it) -> new AuditSubject(AuditSubject.LEGAL_HOLD, it.name()).text();
            case ConfigChange.RemoveHold(var key) -> new AuditSubject(AuditSubject.LEGAL_HOLD, key).text();
            case ConfigChange.PutRetention _ -> new AuditSubject(AuditSubject.RETENTION).text();
        };
    }

    private static Map<String, String> fields(Configuration c, String subject) {
        return Stream.of(fields(EntryKind.SUBSCRIBER, c.subscribers(), subject), fields(EntryKind.TRUNK, c.trunks(), subject),
                fields(EntryKind.NUMBER, c.numbers(), subject), fields(EntryKind.ROUTE, c.routes(), subject),
                fields(EntryKind.RING_GROUP, c.ringGroups(), subject), c.savedSearches().list().stream()
                        .filter(s -> AuditSubject.key(AuditSubject.SAVED_SEARCH, subject).equals(Optional.of(s.name()))).findFirst().map(SavedSearchTexts::write),
                c.keeping().retention().filter(_ -> AuditSubject.key(AuditSubject.RETENTION, subject).isPresent()).map(MemoryStore::fields))
                .flatMap(Optional::stream).findFirst().orElse(Map.of());
    }

    private static Map<String, String> fields(Retention it) {
        return Map.of("recordDays", String.valueOf(it.recordDays()), "ladderDays", String.valueOf(it.ladderDays()), "personalDays",
                String.valueOf(it.personalDays()), "disguise", it.disguise().name());
    }

    private static <E extends Record> Optional<Map<String, String>> fields(EntryKind<E> kind, List<E> all, String subject) {
        return all.stream().filter(e -> kind.subject(kind.key(e)).equals(subject)).findFirst()
                .map(e -> EntryTexts.write(kind.schema(), e));
    }

    @Override
    public List<AuditChange> changes(String filter, long below, int limit) {
        return log.reversed().stream().filter(c -> c.id() < below && c.entry().subject().contains(filter)).limit(limit).toList();
    }

    @Override
    public long countChanges(String filter) {
        return changes(filter, Long.MAX_VALUE, Integer.MAX_VALUE).size();
    }

    @Override
    public Optional<AuditChange> change(long id) {
        return log.stream().filter(c -> c.id() == id).findFirst();
    }

    /** As a change before now is audited. */
    public void audit(String subject, Map<String, String> before, Map<String, String> after, boolean secretSet) {
        audit("anna", new FieldsChange(subject, before, after), secretSet, OptionalLong.empty());
    }

    private AuditChange audit(String who, FieldsChange change, boolean secretSet, OptionalLong undoes) {
        long id = log.size() + 1L;
        undoes.ifPresent(undone -> link(undone, id));
        log.add(new AuditChange(id, configuration.revision(), new AuditEntry(Instant.EPOCH, who, "change", change.subject(), ""),
                secretSet, Optional.of(change.before()), Optional.of(change.after()), 0, undoes, OptionalLong.empty()));
        return log.getLast();
    }

    /** What took it back is in force, and what that took back is in force again. */
    private void link(long undone, long by) {
        change(undone).orElseThrow().undoes().ifPresent(again -> log.replaceAll(l -> l.id() == again ? linked(l, OptionalLong.empty()) : l));
        log.replaceAll(l -> l.id() == undone ? linked(l, OptionalLong.of(by)) : l);
    }

    private static AuditChange linked(AuditChange change, OptionalLong undoneBy) {
        return new AuditChange(change.id(), change.revision(), change.entry(), change.secretSet(), change.before(), change.after(),
                change.together(), change.undoes(), undoneBy);
    }

    @Override
    public List<AuditChange> changesOf(long revision) {
        return log.reversed().stream().filter(c -> c.revision() == revision).toList();
    }

    @Override
    public List<AuditChange> later(String subject, long id) {
        return log.reversed().stream().filter(c -> c.id() > id && c.entry().subject().equals(subject)).toList();
    }

    @Override
    public Optional<String> successor(long id) {
        return Optional.ofNullable(successors.get(id));
    }

    @Override
    public Optional<PastSecret> secretBefore(long id) {
        return Optional.ofNullable(secrets.get(id));
    }

    @Override
    public Optional<PastAlertSecrets> alertSecretsBefore(long id) {
        return Optional.ofNullable(alertSecrets.get(id));
    }

    private static Configuration apply(Configuration c, ConfigChange change) {
        var subscribers = new ArrayList<>(c.subscribers());
        var secrets = new HashMap<>(c.secrets());
        var trunks = new ArrayList<>(c.trunks());
        var passwords = new HashMap<>(c.trunkPasswords());
        var numbers = new ArrayList<>(c.numbers());
        var routes = new ArrayList<>(c.routes());
        var groups = new ArrayList<>(c.ringGroups());
        var searches = new ArrayList<>(c.savedSearches().list());
        var channels = new HashMap<>(c.savedSearches().channels());
        var hooks = new HashMap<>(c.savedSearches().secrets());
        var holds = new ArrayList<>(c.keeping().holds());
        var retention = c.keeping().retention();
        switch (change) {
            case ConfigChange.PutSubscriber(var subscriber, var secret) -> {
                replace(subscribers, s -> s.username().equals(subscriber.username()), subscriber);
                secret.ifPresent(s -> secrets.put(subscriber.username(), s));
            }
            case ConfigChange.PutTrunk(var trunk, var password) -> {
                replace(trunks, t -> t.name().equals(trunk.name()), trunk);
                password.ifPresent(p -> passwords.put(trunk.name(), p));
            }
            case ConfigChange.PutNumber(var number) -> replace(numbers, n -> n.number().equals(number.number()), number);
            case ConfigChange.PutRoute(var route) -> replace(routes, r -> r.prefix().equals(route.prefix()), route);
            case ConfigChange.PutRingGroup(var group) -> replace(groups, g -> g.name().equals(group.name()), group);
            case ConfigChange.PutSavedSearch(var search, var secret, var fresh) -> {
                replace(searches, s -> s.name().equals(search.name()), search);
                secret.ifPresent(s -> hooks.put(search.name(), s));
                if (fresh.values().stream().anyMatch(s -> !s.isEmpty()))
                    channels.put(search.name(), fresh);
            }
            case ConfigChange.PutHold(var hold) -> replace(holds, h -> h.name().equals(hold.name()), hold);
            case ConfigChange.RemoveHold(var name) -> holds.removeIf(h -> h.name().equals(name));
            case ConfigChange.PutRetention(var it) -> retention = Optional.of(it);
            case ConfigChange.RemoveSavedSearch(var name) -> {
                searches.removeIf(s -> s.name().equals(name));
                hooks.remove(name);
                channels.remove(name);
            }
            case ConfigChange.RemoveRingGroup(var name) -> groups.removeIf(g -> g.name().equals(name));
            case ConfigChange.RemoveSubscriber(var username, _) -> {
                subscribers.removeIf(s -> s.username().equals(username));
                secrets.remove(username);
            }
            case ConfigChange.RemoveTrunk(var name) -> {
                trunks.removeIf(t -> t.name().equals(name));
                passwords.remove(name);
            }
            case ConfigChange.RemoveNumber(var number) -> numbers.removeIf(n -> n.number().equals(number));
            case ConfigChange.RemoveRoute(var prefix) -> routes.removeIf(r -> r.prefix().equals(prefix));
        }
        return new Configuration(c.revision() + 1, subscribers, secrets, trunks, passwords, numbers, routes,
                groups, new SavedSearches(searches, hooks, channels), new RetentionConfig(holds, retention));
    }

    private static <T> void replace(List<T> list, Predicate<T> same, T with) {
        list.removeIf(same);
        list.add(with);
    }

    @Override
    public void note(String who, String action, String subject, String detail) {
        notes.add(String.join(" | ", who, action, subject, detail));
        log.add(new AuditChange(log.size() + 1, configuration.revision(), new AuditEntry(Instant.EPOCH, who, action, subject, detail),
                false, Optional.empty(), Optional.empty(), 0, OptionalLong.empty(), OptionalLong.empty()));
    }

    @Override
    public AuditChange noteChange(String who, FieldsChange change, OptionalLong undoes) throws StoreException {
        return noteChange(who, change, false, undoes);
    }

    AuditChange noteChange(String who, FieldsChange change, boolean secretSet, OptionalLong undoes) throws StoreException {
        if (undoes.isPresent())
            refuseIfUndone(undoes.getAsLong());
        return audit(who, change, secretSet, undoes);
    }

    @Override
    public List<AuditEntry> audit(int limit) {
        return List.of();
    }

    @Override
    public List<PhoneAddress> phoneAddresses() {
        return List.copyOf(phoneAddresses);
    }

    @Override
    public Optional<PhoneAddress> phoneAddress(String tokenHash, String make) {
        beforePhoneAddress.run();
        return phoneAddresses.stream().filter(it -> it.tokenHash().equals(tokenHash) && it.make().equals(make)).findFirst();
    }

    @Override
    public List<PhoneAddress> phoneAddressesOf(String username) {
        return phoneAddresses.stream().filter(it -> it.username().equals(username)).toList();
    }

    @Override
    public void endPhoneAddresses(String username) throws StoreException {
        savePhoneAddresses(List.of(), phoneAddressesOf(username));
    }

    @Override
    public void savePhoneAddresses(List<PhoneAddress> put, List<PhoneAddress> removed) throws StoreException {
        if (down)
            throw new StoreException("the disk is full");
        phoneAddresses.removeAll(removed);
        phoneAddresses.addAll(put);
    }

    @Override
    public List<StoredBinding> bindings() {
        return List.of();
    }

    @Override
    public void saveBindings(Collection<StoredBinding> put, Collection<StoredBinding> removed) {}
}
