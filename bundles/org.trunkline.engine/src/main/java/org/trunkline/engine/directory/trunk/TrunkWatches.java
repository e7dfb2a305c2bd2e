package org.trunkline.engine.directory.trunk;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.random.RandomGenerator;

import org.trunkline.domain.config.Transport;
import org.trunkline.domain.config.Trunk;
import org.trunkline.domain.config.TrunkRegistration;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.engine.port.Scheduler;
import org.trunkline.engine.port.config.Configuration;
import org.trunkline.engine.port.signaling.OutOfDialog;

/**
 * Runs an OPTIONS watch and an outward registration for each enabled trunk that wants one, and restarts those that a
 * change touched; the others go on undisturbed. <b>Threads:</b> any.
 */
public final class TrunkWatches {
    /** Many trunks do not all speak in the same instant. */
    private static final long SPREAD_MS = 2000;
    private static final long FIRST_MS = 100;

    /** What a watch depends on; a change of anything else, such as a limit, leaves it alone. */
    private record OptionsKey(String host, int port, Transport transport, int seconds) {
        static Optional<OptionsKey> of(Trunk trunk) {
            return trunk.limits().optionsSeconds() == 0 ? Optional.empty() : Optional.of(
                    new OptionsKey(trunk.peer().host(), trunk.peer().port(), trunk.peer().transport(), trunk.limits().optionsSeconds()));
        }
    }

    private record AccountKey(String host, int port, Transport transport, TrunkRegistration account, String password) {
        static Optional<AccountKey> of(Trunk trunk, Optional<String> password) {
            return password.flatMap(secret -> trunk.registration().map(account ->
                    new AccountKey(trunk.peer().host(), trunk.peer().port(), trunk.peer().transport(), account, secret)));
        }

        @Override
        public String toString() {
            return "AccountKey[" + host + "]";
        }
    }

    private record Watched(Optional<OptionsKey> optionsKey, Optional<OptionsWatch> options,
            Optional<AccountKey> accountKey, Optional<OutwardRegistration> registration) {
        static final Watched NOTHING =
                new Watched(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private final OutOfDialog sender;
    private final Scheduler scheduler;
    private final RandomGenerator random;
    private final String from;
    private final Function<String, String> contactUsers;
    private Map<String, Watched> watched = Map.of();
    private volatile Map<String, String> trunkByContact = Map.of();

    /** @param contactUsers from a trunk's name to the user part of its Contact @param from URI for From of OPTIONS */
    public TrunkWatches(OutOfDialog sender, Scheduler scheduler, RandomGenerator random, String from,
            Function<String, String> contactUsers) {
        this.sender = sender;
        this.scheduler = scheduler;
        this.random = random;
        this.from = from;
        this.contactUsers = contactUsers;
    }

    /** Takes over a configuration. @param states counters and health by trunk name */
    public synchronized void update(Configuration configuration, Function<String, TrunkState> states) {
        var next = new HashMap<String, Watched>();
        for (Trunk trunk : configuration.trunks()) {
            if (trunk.enabled())
                next.put(trunk.name(), watch(trunk, Optional.ofNullable(configuration.trunkPasswords().get(trunk.name())),
                        states.apply(trunk.name())));
        }
        watched.forEach((name, old) -> {
            if (!next.containsKey(name)) {
                old.options().ifPresent(OptionsWatch::close);
                old.registration().ifPresent(registration -> registration.close(() -> {}));
                states.apply(name).unwatched();
            }
        });
        var contacts = new HashMap<String, String>();
        next.forEach((name, w) -> w.registration().ifPresent(r -> contacts.put(r.contactUser(), name)));
        trunkByContact = Map.copyOf(contacts);
        watched = Map.copyOf(next);
    }

    private Watched watch(Trunk trunk, Optional<String> password, TrunkState state) {
        var old = watched.getOrDefault(trunk.name(), Watched.NOTHING);
        var optionsKey = OptionsKey.of(trunk);
        var options = optionsKey.equals(old.optionsKey()) ? old.options() : options(trunk, old, state);
        var accountKey = AccountKey.of(trunk, password);
        var registration = accountKey.equals(old.accountKey()) ? old.registration()
                : registration(trunk, accountKey, old, state);
        return new Watched(optionsKey, options, accountKey, registration);
    }

    private Optional<OptionsWatch> options(Trunk trunk, Watched old, TrunkState state) {
        old.options().ifPresent(OptionsWatch::close);
        state.unwatched(); // what is known is about another peer, or about to be old
        if (trunk.limits().optionsSeconds() == 0)
            return Optional.empty();
        var watch = new OptionsWatch(trunk, state, sender, scheduler, from);
        watch.start(soon());
        return Optional.of(watch);
    }

    private Optional<OutwardRegistration> registration(Trunk trunk, Optional<AccountKey> key, Watched old,
            TrunkState state) {
        state.registered(Optional.empty(), LocalizableText.NOTHING);
        var fresh = key.map(k -> new OutwardRegistration(trunk, k.account(), k.password(),
                contactUsers.apply(trunk.name()), state, sender, scheduler, random));
        Runnable begin = () -> fresh.ifPresent(r -> r.start(soon()));
        boolean sameRegistrar = key.map(AccountKey::host).equals(old.accountKey().map(AccountKey::host));
        // taking the old one back must not hit the new one, which has the same contact
        if (sameRegistrar)
            old.registration().ifPresentOrElse(r -> r.close(begin), begin);
        else {
            old.registration().ifPresent(r -> r.close(() -> {}));
            begin.run();
        }
        return fresh;
    }

    private Duration soon() {
        return Duration.ofMillis(FIRST_MS + random.nextLong(SPREAD_MS));
    }

    /** A call out on this trunk got no answer. */
    public synchronized void suspect(String trunk) {
        Optional.ofNullable(watched.get(trunk)).flatMap(Watched::options).ifPresent(OptionsWatch::suspect);
    }

    public Optional<String> trunkOfContact(String user) {
        return Optional.ofNullable(trunkByContact.get(user));
    }

    /** Ends all; complete once every registration is taken back or nobody answers. */
    public synchronized CompletableFuture<Void> stop() {
        List<CompletableFuture<Void>> gone = new ArrayList<>();
        for (Watched watch : watched.values()) {
            watch.options().ifPresent(OptionsWatch::close);
            watch.registration().ifPresent(registration -> {
                var done = new CompletableFuture<Void>();
                gone.add(done);
                registration.close(() -> done.complete(null));
            });
        }
        watched = Map.of();
        trunkByContact = Map.of();
        return CompletableFuture.allOf(gone.toArray(CompletableFuture[]::new));
    }
}
