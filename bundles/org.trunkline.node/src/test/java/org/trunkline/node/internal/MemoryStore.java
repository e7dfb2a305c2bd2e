package org.trunkline.node.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

import org.trunkline.engine.port.config.ConfigChange;
import org.trunkline.engine.port.config.ConfigStore;
import org.trunkline.engine.port.config.Configuration;
import org.trunkline.engine.port.config.Keeping;
import org.trunkline.engine.port.config.SavedSearches;
import org.trunkline.engine.port.config.StoreException;

/** A store without a disk; may be told to fail. */
public final class MemoryStore implements ConfigStore {
    public Configuration configuration = Configuration.EMPTY;
    public boolean down;
    public String author = "";
    public final List<String> notes = new ArrayList<>();

    @Override
    public Configuration load() {
        return configuration;
    }

    @Override
    public Configuration apply(List<ConfigChange> changes, String who) throws StoreException {
        author = who;
        if (down)
            throw new StoreException("the disk is full");
        for (ConfigChange change : changes)
            configuration = apply(configuration, change);
        return configuration;
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
            case ConfigChange.RemoveSavedSearch(var name) -> searches.removeIf(s -> s.name().equals(name));
            case ConfigChange.RemoveRingGroup(var name) -> groups.removeIf(g -> g.name().equals(name));
            case ConfigChange.RemoveSubscriber(var username) -> subscribers.removeIf(s -> s.username().equals(username));
            case ConfigChange.RemoveTrunk(var name) -> trunks.removeIf(t -> t.name().equals(name));
            case ConfigChange.RemoveNumber(var number) -> numbers.removeIf(n -> n.number().equals(number));
            case ConfigChange.RemoveRoute(var prefix) -> routes.removeIf(r -> r.prefix().equals(prefix));
        }
        return new Configuration(c.revision() + 1, subscribers, secrets, trunks, passwords, numbers, routes,
                groups, new SavedSearches(searches, hooks, channels), new Keeping(holds, retention));
    }

    private static <T> void replace(List<T> list, Predicate<T> same, T with) {
        list.removeIf(same);
        list.add(with);
    }

    @Override
    public void note(String who, String action, String subject, String detail) {
        notes.add(String.join(" | ", who, action, subject, detail));
    }

    @Override
    public List<AuditEntry> audit(int limit) {
        return List.of();
    }

    @Override
    public List<StoredBinding> bindings() {
        return List.of();
    }

    @Override
    public void saveBindings(Collection<StoredBinding> put, Collection<StoredBinding> removed) {}
}
