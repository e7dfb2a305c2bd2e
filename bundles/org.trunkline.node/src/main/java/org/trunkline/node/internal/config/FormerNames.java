package org.trunkline.node.internal.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.trunkline.api.FieldError;
import org.trunkline.api.config.EntryKind;
import org.trunkline.engine.port.config.ConfigChange;
import org.trunkline.engine.port.config.ConfigStore;
import org.trunkline.engine.port.config.ConfigStore.AuditChange;
import org.trunkline.engine.port.config.StoreException;

/** By the names that changes gave subscribers, those that they had. */
record FormerNames(Map<String, String> names) {
    static FormerNames of(ConfigStore store, List<AuditChange> changes) throws StoreException {
        var names = new HashMap<String, String>();
        for (var change : changes) {
            var username = EntryKind.SUBSCRIBER.keyOf(change.entry().subject());
            if (username.isPresent() && change.after().filter(Map::isEmpty).isPresent()) // only what was removed can have one
                store.successor(change.id()).ifPresent(name -> names.put(name, username.get()));
        }
        return new FormerNames(names);
    }

    /** What belongs to a subscriber follows it to the name that it gets back. */
    ConfigChange following(ConfigChange change) {
        return change instanceof ConfigChange.RemoveSubscriber(String username, _)
                ? new ConfigChange.RemoveSubscriber(username, Optional.ofNullable(names.get(username))) : change;
    }

    /** Alone it would not bring the name back but delete a subscriber with all that belongs to it. @param change one of them */
    Optional<FieldError> alone(AuditChange change) {
        var username = EntryKind.SUBSCRIBER.keyOf(change.entry().subject());
        return names.entrySet().stream().filter(each -> username.equals(Optional.of(each.getValue()))
                || username.equals(Optional.of(each.getKey())) && change.before().filter(Map::isEmpty).isPresent()).findFirst()
                .map(each -> part(change, each.getValue(), each.getKey()));
    }

    private static FieldError part(AuditChange change, String from, String to) {
        String subject = change.entry().subject();
        return new FieldError("", "part-of-rename", List.of(subject, from, to), subject + " is part of a step that renamed " + from + " to "
                + to + ": take back the whole step (together=true), so that messages and phones are kept");
    }
}
