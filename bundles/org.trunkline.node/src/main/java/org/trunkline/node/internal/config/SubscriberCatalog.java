package org.trunkline.node.internal.config;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.EntryKind;
import org.trunkline.api.config.SaveResult;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.domain.schema.Secret;
import org.trunkline.engine.directory.digest.DigestAlgorithm;
import org.trunkline.engine.port.config.ConfigChange;
import org.trunkline.engine.port.config.ConfigStore.PastSecret;
import org.trunkline.engine.port.config.Configuration;
import org.trunkline.node.internal.config.Configurations.Plan;

/** Subscribers by username. Of a password only its digest hashes are kept. */
public final class SubscriberCatalog extends EntryCatalog<Subscriber> {
    private final Configurations configurations;
    private final String realm;

    public SubscriberCatalog(Configurations configurations, String realm) {
        super(configurations, EntryKind.SUBSCRIBER);
        this.configurations = configurations;
        this.realm = realm;
    }

    /** Sets a password and leaves all else as it is. */
    public SaveResult<Subscriber> setPassword(String username, Secret password) throws NodeUnavailableException {
        return configurations.change(now -> entries(now).stream().filter(s -> s.username().equals(username)).findFirst()
                .<Plan<Subscriber>>map(s -> saved(new Subscriber(s.username(), password, s.displayName(), s.enabled(), s.handling(),
                        s.srtp()))).orElseGet(() -> new Plan.Refused<>(new SaveResult.Missing<>(username))));
    }

    @Override
    List<Subscriber> entries(Configuration configuration) {
        return configuration.subscribers();
    }

    @Override
    Set<String> kept(Configuration configuration, Subscriber present) {
        return Set.of("password");
    }

    @Override
    void references(Configuration configuration, Optional<Subscriber> present, Subscriber draft, List<FieldError> errors) {
        boolean renamed = present.filter(p -> renames(p, draft)).isPresent();
        if (renamed && draft.password().given().isEmpty())
            errors.add(new FieldError("password", "needed-to-rename", List.of(), "a new username needs the password again: it is"
                    + " kept as a hash with the username"));
        if (present.isEmpty() || renamed)
            taken(configuration, draft.username()).ifPresent(by -> errors.add(
                    new FieldError("username", "taken", List.of(draft.username()), by)));
    }

    /** A username that reaches a ring group already: the group would be reached no more. */
    private static Optional<String> taken(Configuration configuration, String username) {
        return configuration.ringGroups().stream().filter(g -> g.name().equalsIgnoreCase(username)).findFirst()
                .map(_ -> "there is a ring group \"" + username + "\"")
                .or(() -> configuration.ringGroups().stream().filter(g -> g.number().equals(Optional.of(username)))
                        .findFirst().map(g -> "number \"" + username + "\" belongs to ring group " + g.name()));
    }

    @Override
    Plan.Change<Subscriber> saved(Subscriber entry) {
        var secret = entry.password().given().map(p -> DigestAlgorithm.secretOf(entry.username(), realm, p));
        var open = schema().withoutSecrets(entry);
        return new Plan.Change<>(new ConfigChange.PutSubscriber(open, secret), open);
    }

    @Override
    boolean hasSecret(Subscriber entry) {
        return true;
    }

    @Override
    ConfigChange restored(Subscriber entry, Optional<PastSecret> secret) {
        return new ConfigChange.PutSubscriber(entry, secret.flatMap(PastSecret::digest));
    }

    @Override
    ConfigChange remove(Subscriber entry) {
        return new ConfigChange.RemoveSubscriber(entry.username());
    }

    @Override
    ConfigChange leaving(Subscriber present, Subscriber entry) {
        return new ConfigChange.RemoveSubscriber(present.username(), Optional.of(entry.username()));
    }

    @Override
    List<String> dependents(Configuration configuration, Subscriber entry) {
        return Stream.concat(
                configuration.numbers().stream().filter(n -> n.subscriber().equals(entry.username()))
                        .map(n -> EntryKind.NUMBER.subject(n.number())),
                configuration.ringGroups().stream().filter(g -> g.members().contains(entry.username()))
                        .map(g -> EntryKind.RING_GROUP.subject(g.name())))
                .toList();
    }
}
