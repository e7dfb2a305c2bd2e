package org.trunkline.node.internal.phone;

import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.phone.PhoneCard.Server;
import org.trunkline.api.phone.ProvisioningFile;
import org.trunkline.domain.config.Srtp;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.engine.port.config.ConfigStore;
import org.trunkline.engine.port.config.PhoneAddress;
import org.trunkline.engine.port.config.StoreException;
import org.trunkline.node.internal.config.Configurations;

/**
 * Settings that phones fetch again at the address of their card, after it ended: the present ones, without the password, which the
 * phone keeps. <b>Threads:</b> any; blocks on the store.
 */
final class LaterSettings {
    private static final Logger LOG = LoggerFactory.getLogger(LaterSettings.class);

    private final Configurations configurations;
    private final String realm;
    private final PhoneServers servers;
    private final UsedAddresses addresses;

    LaterSettings(Configurations configurations, String realm, PhoneServers servers, ConfigStore store, InstantSource clock) {
        this.configurations = configurations;
        this.realm = realm;
        this.servers = servers;
        addresses = new UsedAddresses(store, clock);
    }

    /** A phone fetched its settings while its card was valid. It has them also where this cannot be stored. */
    void fetched(String token, PhoneMake make, PhoneSettings settings) {
        if (!make.keepsAbsent())
            return;
        String username = settings.subscriber().username();
        try {
            addresses.add(token, make, username, text(settings.server()));
        } catch (StoreException e) {
            LOG.warn("subscriber {}: the phone finds no settings at its address after the card ends, because the address was not stored: {}",
                    username, e.getMessage());
        }
    }

    Optional<ProvisioningFile> file(String token, PhoneMake make, String file) throws StoreException {
        var address = addresses.use(token, make);
        var subscriber = address.flatMap(it -> subscriber(it.username()));
        var server = subscriber.flatMap(it -> present(address.get(), it));
        server.ifPresent(_ -> LOG.info("subscriber {}: settings without the password for a {} phone fetched", address.get().username(),
                make.folder()));
        return server.map(it -> make.write(file, new PhoneSettings(subscriber.get(), Optional.empty(), it, realm)));
    }

    private Optional<Subscriber> subscriber(String username) {
        return configurations.current().subscribers().stream().filter(it -> it.username().equals(username)).findFirst();
    }

    /** Where its card had it, else over the same transport, else the best that other machines reach. */
    private Optional<Server> present(PhoneAddress address, Subscriber subscriber) {
        String transport = address.server().substring(0, address.server().indexOf(' '));
        return servers.all().stream().filter(server -> subscriber.srtp() != Srtp.REQUIRE || server.transport().encrypted())
                .filter(server -> !server.thisMachineOnly() || text(server).equals(address.server()))
                .sorted(Comparator.<Server, Boolean>comparing(server -> !text(server).equals(address.server()))
                        .thenComparing(server -> !server.transport().token().equals(transport))).findFirst();
    }

    private static String text(Server server) {
        return server.transport().token() + ' ' + server.host();
    }

    /** What is said of a phone that accepted while its subscriber has no valid card. */
    LocalizableText answer(String username, String userAgent, LocalizableText said) {
        var make = PhoneMake.ofUserAgent(userAgent);
        if (make.filter(it -> !it.keepsAbsent()).isPresent())
            return new LocalizableText("keeps-settings", List.of(said.message()), said.message()
                    + ", but phones of this make keep their settings until they are given a new card");
        List<PhoneAddress> used;
        try {
            used = addresses.ofSubscriber(username);
        } catch (StoreException e) {
            LOG.warn("subscriber {}: whether its phones find settings is not known: {}", username, e.getMessage());
            return said;
        }
        return used.stream().anyMatch(it -> make.isEmpty() || it.make().equals(make.get().folder()))
                ? new LocalizableText("fetches-settings", List.of(said.message()), said.message() + ": all but the password")
                : new LocalizableText("no-card", List.of(said.message()), said.message()
                        + ", but the address on its phone card is no longer valid: make a new card");
    }

    /** Ends the addresses of a subscriber. */
    void end(String username) throws StoreException {
        addresses.end(username);
    }

    /** The store moved what it had by then. @param successor the subscriber's new name; empty where it was deleted */
    void moved(String username, Optional<String> successor) {
        try {
            addresses.moved(username, successor);
        } catch (StoreException e) {
            LOG.warn("subscriber {}: addresses of phones that were stored at this moment keep its old name: {}", username, e.getMessage());
        }
    }
}
