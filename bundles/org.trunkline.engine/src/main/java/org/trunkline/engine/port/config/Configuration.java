package org.trunkline.engine.port.config;

import java.util.List;
import java.util.Map;

import org.trunkline.domain.config.NumberAssignment;
import org.trunkline.domain.config.RingGroup;
import org.trunkline.domain.config.Route;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.domain.config.Trunk;

/**
 * All that an administrator has set up, at one revision.
 *
 * @param revision grows by one with each change
 * @param secrets by username
 * @param trunkPasswords of outward registrations, by trunk name
 * @param savedSearches decide no call
 * @param keeping decides none either
 */
public record Configuration(long revision, List<Subscriber> subscribers, Map<String, DigestSecret> secrets,
        List<Trunk> trunks, Map<String, String> trunkPasswords, List<NumberAssignment> numbers, List<Route> routes,
        List<RingGroup> ringGroups, SavedSearches savedSearches, RetentionConfig keeping) {

    public static final Configuration EMPTY =
            new Configuration(0, List.of(), Map.of(), List.of(), Map.of(), List.of(), List.of(), List.of(),
                    SavedSearches.NONE, RetentionConfig.AS_STARTED);

    public Configuration {
        subscribers = List.copyOf(subscribers);
        secrets = Map.copyOf(secrets);
        trunks = List.copyOf(trunks);
        trunkPasswords = Map.copyOf(trunkPasswords);
        numbers = List.copyOf(numbers);
        routes = List.copyOf(routes);
        ringGroups = List.copyOf(ringGroups);
    }

    /** Without saved searches. */
    public Configuration(long revision, List<Subscriber> subscribers, Map<String, DigestSecret> secrets,
            List<Trunk> trunks, Map<String, String> trunkPasswords, List<NumberAssignment> numbers,
            List<Route> routes, List<RingGroup> ringGroups) {
        this(revision, subscribers, secrets, trunks, trunkPasswords, numbers, routes, ringGroups, SavedSearches.NONE);
    }

    /** Keeps records as the node was started to. */
    public Configuration(long revision, List<Subscriber> subscribers, Map<String, DigestSecret> secrets,
            List<Trunk> trunks, Map<String, String> trunkPasswords, List<NumberAssignment> numbers,
            List<Route> routes, List<RingGroup> ringGroups, SavedSearches savedSearches) {
        this(revision, subscribers, secrets, trunks, trunkPasswords, numbers, routes, ringGroups, savedSearches,
                RetentionConfig.AS_STARTED);
    }

    /**
     * This configuration after changes of subscribers, trunks, numbers, routes and ring groups.
     *
     * @param revision the new one
     */
    public Configuration with(List<ConfigChange> changes, long revision) {
        var edit = new ConfigurationEdit(this);
        changes.forEach(edit::apply);
        return edit.at(revision);
    }

    /** The same with other saved searches and holds. */
    public Configuration with(SavedSearches searches, RetentionConfig kept) {
        return new Configuration(revision, subscribers, secrets, trunks, trunkPasswords, numbers, routes, ringGroups, searches,
                kept);
    }

    /** Tells no secret. */
    @Override
    public String toString() {
        return "Configuration[revision=" + revision + "]";
    }
}
