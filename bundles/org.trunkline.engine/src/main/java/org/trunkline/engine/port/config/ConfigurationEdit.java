package org.trunkline.engine.port.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.trunkline.domain.config.NumberAssignment;
import org.trunkline.domain.config.RingGroup;
import org.trunkline.domain.config.Route;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.domain.config.Trunk;
import org.trunkline.domain.schema.Schema;

/** A configuration after changes, without asking a store. Saved searches and what is kept stay as they are. */
final class ConfigurationEdit {
    private static final Schema<Trunk> TRUNK = Schema.of(Trunk.class);
    private static final Schema<Subscriber> SUBSCRIBER = Schema.of(Subscriber.class);

    private final Configuration before;
    private final Edited<Subscriber> subscribers;
    private final Edited<Trunk> trunks;
    private final Edited<NumberAssignment> numbers;
    private final Edited<Route> routes;
    private final Edited<RingGroup> ringGroups;
    private Map<String, DigestSecret> secrets;
    private Map<String, String> passwords;

    /** A list that is copied once it is changed. */
    private static final class Edited<E> {
        private final Function<E, String> key;
        private final boolean sorted;
        private List<E> list;
        private boolean copied;

        Edited(List<E> list, Function<E, String> key, boolean sorted) {
            this.list = list;
            this.key = key;
            this.sorted = sorted;
        }

        private void copy() {
            if (!copied)
                list = new ArrayList<>(list);
            copied = true;
        }

        private int find(String wanted) {
            for (int i = 0; i < list.size(); i++)
                if (key.apply(list.get(i)).equals(wanted))
                    return i;
            return -1;
        }

        void put(E entry) {
            copy();
            int at = find(key.apply(entry));
            if (at >= 0)
                list.set(at, entry);
            else
                list.add(entry);
            if (at < 0 && sorted)
                list.sort(Comparator.comparing(key));
        }

        void remove(String gone) {
            int at = find(gone);
            if (at < 0)
                return;
            copy();
            list.remove(at);
        }
    }

    ConfigurationEdit(Configuration before) {
        this.before = before;
        subscribers = new Edited<>(before.subscribers(), Subscriber::username, true);
        trunks = new Edited<>(before.trunks(), Trunk::name, true);
        numbers = new Edited<>(before.numbers(), NumberAssignment::number, false);
        routes = new Edited<>(before.routes(), Route::prefix, true);
        ringGroups = new Edited<>(before.ringGroups(), RingGroup::name, true);
        secrets = before.secrets();
        passwords = before.trunkPasswords();
    }

    ConfigurationEdit apply(ConfigChange change) {
        switch (change) {
            case ConfigChange.PutSubscriber(var it, var secret) -> {
                subscribers.put(SUBSCRIBER.withoutSecrets(it));
                secret.ifPresent(s -> secrets = with(secrets, it.username(), s));
            }
            case ConfigChange.PutTrunk(var it, var password) -> {
                trunks.put(TRUNK.withoutSecrets(it));
                if (it.registration().isEmpty())
                    passwords = without(passwords, it.name());
                else
                    password.ifPresent(p -> passwords = with(passwords, it.name(), p));
            }
            case ConfigChange.PutNumber(var it) -> numbers.put(it);
            case ConfigChange.PutRoute(var it) -> routes.put(it);
            case ConfigChange.PutRingGroup(var it) -> ringGroups.put(it);
            case ConfigChange.RemoveSubscriber(var key) -> {
                subscribers.remove(key);
                secrets = without(secrets, key);
            }
            case ConfigChange.RemoveTrunk(var key) -> {
                trunks.remove(key);
                passwords = without(passwords, key);
            }
            case ConfigChange.RemoveNumber(var key) -> numbers.remove(key);
            case ConfigChange.RemoveRoute(var key) -> routes.remove(key);
            case ConfigChange.RemoveRingGroup(var key) -> ringGroups.remove(key);
            case ConfigChange.PutSavedSearch _, ConfigChange.RemoveSavedSearch _, ConfigChange.PutHold _,
                    ConfigChange.RemoveHold _, ConfigChange.PutRetention _ -> { }
        }
        return this;
    }

    private static <V> Map<String, V> with(Map<String, V> map, String key, V value) {
        var copy = new HashMap<>(map);
        copy.put(key, value);
        return copy;
    }

    private static <V> Map<String, V> without(Map<String, V> map, String key) {
        if (!map.containsKey(key))
            return map;
        var copy = new HashMap<>(map);
        copy.remove(key);
        return copy;
    }

    Configuration at(long revision) {
        return new Configuration(revision, subscribers.list, secrets, trunks.list, passwords, numbers.list, routes.list,
                ringGroups.list, before.savedSearches(), before.keeping());
    }
}
