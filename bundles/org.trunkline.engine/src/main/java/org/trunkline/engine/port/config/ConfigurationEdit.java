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
    private final EditedMap<DigestSecret> secrets;
    private final EditedMap<String> passwords;

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
            if (copied)
                return;
            list = new ArrayList<>(list);
            if (sorted)
                list.sort(Comparator.comparing(key));
            copied = true;
        }

        /** @return below zero where it is not there: -1 - the place where it belongs */
        private int find(String wanted) {
            int low = 0;
            int high = list.size() - 1;
            if (!sorted) {
                while (low <= high && !key.apply(list.get(low)).equals(wanted))
                    low++;
                return low <= high ? low : -1 - low;
            }
            while (low <= high) {
                int middle = (low + high) >>> 1;
                int order = key.apply(list.get(middle)).compareTo(wanted);
                if (order == 0)
                    return middle;
                if (order < 0)
                    low = middle + 1;
                else
                    high = middle - 1;
            }
            return -1 - low;
        }

        void put(E entry) {
            copy();
            int at = find(key.apply(entry));
            if (at >= 0)
                list.set(at, entry);
            else
                list.add(-1 - at, entry);
        }

        void remove(String gone) {
            copy();
            int at = find(gone);
            if (at >= 0)
                list.remove(at);
        }
    }

    /** A map that is copied once it is changed. */
    private static final class EditedMap<V> {
        private Map<String, V> map;
        private boolean copied;

        EditedMap(Map<String, V> map) {
            this.map = map;
        }

        private Map<String, V> copy() {
            if (!copied)
                map = new HashMap<>(map);
            copied = true;
            return map;
        }

        void put(String key, V value) {
            copy().put(key, value);
        }

        void remove(String key) {
            if (map.containsKey(key))
                copy().remove(key);
        }
    }

    ConfigurationEdit(Configuration before) {
        this.before = before;
        subscribers = new Edited<>(before.subscribers(), Subscriber::username, true);
        trunks = new Edited<>(before.trunks(), Trunk::name, true);
        numbers = new Edited<>(before.numbers(), NumberAssignment::number, false);
        routes = new Edited<>(before.routes(), Route::prefix, true);
        ringGroups = new Edited<>(before.ringGroups(), RingGroup::name, true);
        secrets = new EditedMap<>(before.secrets());
        passwords = new EditedMap<>(before.trunkPasswords());
    }

    ConfigurationEdit apply(ConfigChange change) {
        switch (change) {
            case ConfigChange.PutSubscriber(var it, var secret) -> {
                subscribers.put(SUBSCRIBER.withoutSecrets(it));
                secret.ifPresent(s -> secrets.put(it.username(), s));
            }
            case ConfigChange.PutTrunk(var it, var password) -> {
                trunks.put(TRUNK.withoutSecrets(it));
                if (it.registration().isEmpty())
                    passwords.remove(it.name());
                else
                    password.ifPresent(p -> passwords.put(it.name(), p));
            }
            case ConfigChange.PutNumber(var it) -> numbers.put(it);
            case ConfigChange.PutRoute(var it) -> routes.put(it);
            case ConfigChange.PutRingGroup(var it) -> ringGroups.put(it);
            case ConfigChange.RemoveSubscriber(var key, _) -> {
                subscribers.remove(key);
                secrets.remove(key);
            }
            case ConfigChange.RemoveTrunk(var key) -> {
                trunks.remove(key);
                passwords.remove(key);
            }
            case ConfigChange.RemoveNumber(var key) -> numbers.remove(key);
            case ConfigChange.RemoveRoute(var key) -> routes.remove(key);
            case ConfigChange.RemoveRingGroup(var key) -> ringGroups.remove(key);
            case ConfigChange.PutSavedSearch _, ConfigChange.RemoveSavedSearch _, ConfigChange.PutHold _,
                    ConfigChange.RemoveHold _, ConfigChange.PutRetention _ -> { }
        }
        return this;
    }

    Configuration at(long revision) {
        return new Configuration(revision, subscribers.list, secrets.map, trunks.list, passwords.map, numbers.list, routes.list,
                ringGroups.list, before.savedSearches(), before.keeping());
    }
}
