package org.trunkline.node.internal.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.trunkline.api.FieldError;
import org.trunkline.api.config.SubscriberDraft;
import org.trunkline.api.config.SubscriberRules;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.engine.directory.digest.DigestAlgorithm;
import org.trunkline.engine.port.config.ConfigChange;
import org.trunkline.engine.port.config.Configuration;
import org.trunkline.node.internal.config.Configurations.Plan;

/** Subscribers by username. Of a password only its digest hashes are kept. */
public final class SubscriberCatalog extends StoredCatalog<Subscriber, SubscriberDraft> {
    private final String realm;

    public SubscriberCatalog(Configurations configurations, String realm) {
        super(configurations);
        this.realm = realm;
    }

    @Override
    List<Subscriber> entries(Configuration configuration) {
        return configuration.subscribers();
    }

    @Override
    String key(Subscriber entry) {
        return entry.username();
    }

    @Override
    String draftKey(SubscriberDraft draft) {
        return draft.username();
    }

    @Override
    String keyField() {
        return "username";
    }

    @Override
    List<FieldError> check(Configuration configuration, Optional<Subscriber> present, SubscriberDraft draft) {
        var errors = new ArrayList<>(SubscriberRules.check(draft, present.isPresent()));
        if (present.isEmpty())
            taken(configuration, draft.username()).ifPresent(by -> errors.add(
                    new FieldError("username", "taken", List.of(draft.username()), by)));
        return errors;
    }

    /** Whoever dials it reaches somebody already, who would be reached no more. */
    private static Optional<String> taken(Configuration configuration, String username) {
        return configuration.ringGroups().stream().filter(g -> g.name().equalsIgnoreCase(username)).findFirst()
                .map(_ -> "there is a ring group \"" + username + "\"")
                .or(() -> configuration.ringGroups().stream().filter(g -> g.number().equals(Optional.of(username)))
                        .findFirst().map(g -> "number \"" + username + "\" belongs to ring group " + g.name()));
    }

    @Override
    Plan.Change<Subscriber> put(SubscriberDraft draft) {
        var subscriber = new Subscriber(draft.username(), draft.displayName(), draft.enabled(),
                draft.handling().checked(), draft.srtp());
        var secret = draft.password().map(p -> DigestAlgorithm.secretOf(draft.username(), realm, p));
        return new Plan.Change<>(new ConfigChange.PutSubscriber(subscriber, secret), subscriber);
    }

    @Override
    ConfigChange remove(Subscriber entry) {
        return new ConfigChange.RemoveSubscriber(entry.username());
    }

    @Override
    List<String> dependents(Configuration configuration, Subscriber entry) {
        return Stream.concat(
                configuration.numbers().stream().filter(n -> n.subscriber().equals(entry.username()))
                        .map(n -> "number " + n.number()),
                configuration.ringGroups().stream().filter(g -> g.members().contains(entry.username()))
                        .map(g -> "ring group " + g.name()))
                .toList();
    }
}
