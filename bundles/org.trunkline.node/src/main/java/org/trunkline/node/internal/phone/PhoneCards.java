package org.trunkline.node.internal.phone;

import java.net.InetAddress;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.Author;
import org.trunkline.api.config.EntryKind;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.phone.CheckSyncAnswer;
import org.trunkline.api.phone.PhoneCard;
import org.trunkline.api.phone.PhoneCard.Server;
import org.trunkline.api.phone.PhoneCardRequest;
import org.trunkline.api.phone.Phones;
import org.trunkline.api.phone.Provisioning;
import org.trunkline.api.phone.ProvisioningFile;
import org.trunkline.domain.config.MachineAddresses;
import org.trunkline.domain.config.Srtp;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.domain.config.TlsCertificate;
import org.trunkline.domain.schema.Passwords;
import org.trunkline.domain.schema.Secret;
import org.trunkline.engine.directory.digest.DigestAlgorithm;
import org.trunkline.engine.directory.registrar.Binding;
import org.trunkline.engine.phone.CheckSync;
import org.trunkline.engine.port.config.ConfigStore;
import org.trunkline.engine.port.config.StoreException;
import org.trunkline.node.internal.config.Configurations;
import org.trunkline.node.internal.config.SubscriberCatalog;

/** Makes cards, and the files that phones fetch with them. <b>Threads:</b> any; blocks on the store. */
public final class PhoneCards implements Phones {
    private static final Logger LOG = LoggerFactory.getLogger(PhoneCards.class);
    private static final String FOLDER = "/provision/";
    private static final int LONGEST_PATH = 64;

    /**
     * What is known of the network.
     *
     * @param sip where SIP listens: {@code udp 192.0.2.10:5060}
     * @param web where the admin API listens: {@code https://192.0.2.10:8060}
     * @param certificate shown over TLS, by SIP and the admin API
     */
    public record Network(Supplier<List<String>> sip, Supplier<List<String>> web,
            Supplier<Optional<TlsCertificate>> certificate) {}

    /** Who is registered, and how they are asked. */
    public record Registered(Function<String, List<Binding>> bindings, CheckSync checkSync) {}

    private final SubscriberCatalog subscribers;
    private final Configurations configurations;
    private final ConfigStore store;
    private final String realm;
    private final Network network;
    private final Registered registered;
    private final PhoneServers servers;
    private final LiveCards live;
    private final LaterSettings later;
    private final Passwords passwords = new Passwords();

    public PhoneCards(Configurations configurations, ConfigStore store, String realm, Network network, Registered registered,
            InstantSource clock) {
        this(configurations, store, realm, network, registered, clock, MachineAddresses::all);
    }

    /** @param machine its addresses */
    PhoneCards(Configurations configurations, ConfigStore store, String realm, Network network, Registered registered,
            InstantSource clock, Supplier<List<InetAddress>> machine) {
        this.configurations = configurations;
        this.store = store;
        this.realm = realm;
        this.network = network;
        this.registered = registered;
        subscribers = new SubscriberCatalog(configurations, realm);
        servers = new PhoneServers(network.sip(), network.certificate(), machine);
        live = new LiveCards(clock);
        later = new LaterSettings(configurations, realm, servers, store, clock);
    }

    @Override
    public SaveResult<PhoneCard> card(String username, PhoneCardRequest wanted) throws NodeUnavailableException {
        var present = subscribers.find(username);
        if (present.isEmpty())
            return new SaveResult.Missing<>(username);
        var all = servers.all();
        if (all.isEmpty())
            throw new NodeUnavailableException("sip-not-listening", List.of(), "The node does not listen for SIP; see its alarms");
        var server = choose(all, present.get(), wanted);
        if (server.isEmpty())
            return refused(notListening(all, present.get(), wanted));
        var given = wanted.password().given();
        if (given.isPresent() && !isPassword(username, given.get()))
            return refused(new FieldError("password", "not-the-password", List.of(username),
                    "this is not the password of \"" + username + "\""));
        var password = given.orElseGet(passwords::next);
        if (given.isEmpty() && !(subscribers.setPassword(username, Secret.of(password)) instanceof SaveResult.Saved))
            return new SaveResult.Missing<>(username); // deleted meanwhile
        var issued = issue(new LiveCards.Card(present.get(), password, server.get(), realm), given.isEmpty());
        return new SaveResult.Saved<>(new PhoneCard(username, present.get().displayName(), server.get(), Secret.of(password),
                PhoneUris.account(username, server.get()), provisioning(issued, server.get()), all));
    }

    private static SaveResult<PhoneCard> refused(FieldError why) {
        return new SaveResult.Rejected<>(List.of(why));
    }

    private static Optional<Server> choose(List<Server> all, Subscriber subscriber, PhoneCardRequest wanted) {
        return all.stream().filter(server -> wanted.host().filter(host -> !host.equalsIgnoreCase(server.host())).isEmpty())
                .filter(server -> wanted.transport().filter(transport -> transport != server.transport()).isEmpty())
                .filter(server -> subscriber.srtp() != Srtp.REQUIRE || server.transport().encrypted()).findFirst();
    }

    private static FieldError notListening(List<Server> all, Subscriber subscriber, PhoneCardRequest wanted) {
        if (subscriber.srtp() == Srtp.REQUIRE && all.stream().noneMatch(server -> server.transport().encrypted()))
            return new FieldError("transport", "needs-tls", List.of(subscriber.username()), "calls of \"" + subscriber.username()
                    + "\" must be encrypted, and the node does not speak TLS: it needs a certificate");
        var text = wanted.host().orElse("any address") + " " + wanted.transport().map(t -> t.token()).orElse("any transport");
        return new FieldError("host", "not-listening", List.of(text), "the node does not listen there for phones: " + text);
    }

    private boolean isPassword(String username, String password) {
        return Objects.equals(configurations.current().secrets().get(username),
                DigestAlgorithm.secretOf(username, realm, password));
    }

    /** @param set whether the password was set for the card: it then stays, also where the card cannot be noted */
    private synchronized LiveCards.Issued issue(LiveCards.Card card, boolean set) throws NodeUnavailableException {
        var username = card.subscriber().username();
        try {
            end(username);
            note("phone-card", username, set ? "with a new password" : "with the password there was");
        } catch (NodeUnavailableException e) {
            if (!set)
                throw e;
            var why = String.valueOf(e.getCause().getMessage());
            throw new NodeUnavailableException("card-not-made", List.of(username, why), "the password of \"" + username
                    + "\" was changed, but no card was made (" + why + "): make another card for its phones", e.getCause());
        }
        return live.add(card);
    }

    /** No phone that fetches at this moment stores its address afterwards. */
    private synchronized void end(String username) throws NodeUnavailableException {
        live.end(username);
        stored(() -> later.end(username));
    }

    /** Phones are given the address beyond loopback, where there is one. */
    private Provisioning provisioning(LiveCards.Issued issued, Server server) {
        var webs = network.web().get().stream().map(URI::create).toList();
        var outward = webs.stream().filter(web -> !PhoneServers.isLoopback(bare(web))).findFirst();
        var base = outward.or(() -> webs.stream().findFirst()).orElseGet(() -> URI.create("http://127.0.0.1"));
        var hosts = servers.hosts(bare(base));
        var host = hosts.contains(server.host()) || outward.isPresent() && isName(server.host()) ? server.host()
                : hosts.getFirst();
        var address = URI.create(base.getScheme() + "://" + PhoneUris.host(host) + ':' + base.getPort() + FOLDER
                + issued.token() + '/');
        return new Provisioning(address, issued.until(), LiveCards.FETCHES, PhoneServers.isLoopback(host), PhoneMake.allShown());
    }

    private static String bare(URI web) {
        var host = web.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** Of the certificate, which the admin API shows too. */
    private static boolean isName(String host) {
        return !host.isEmpty() && Character.isLetter(host.charAt(host.length() - 1)) && host.indexOf(':') < 0;
    }

    /** With the password only while the card is valid and the subscriber has that password; without it later. */
    @Override
    public Optional<ProvisioningFile> fetch(String token, String file) throws NodeUnavailableException {
        var make = file.length() > LONGEST_PATH ? Optional.<PhoneMake>empty() : PhoneMake.of(file);
        if (make.isEmpty())
            return Optional.empty();
        var settings = ofCard(token, make.get());
        if (settings.isPresent())
            return Optional.of(make.get().write(file, settings.get()));
        try {
            return later.file(token, make.get(), file);
        } catch (StoreException e) {
            throw new NodeUnavailableException("addresses-unreadable", List.of(String.valueOf(e.getMessage())),
                    "The addresses of phones cannot be read: " + e.getMessage(), e);
        }
    }

    private synchronized Optional<PhoneSettings> ofCard(String token, PhoneMake make) {
        var card = live.find(token).filter(it -> isPassword(it.subscriber().username(), it.password()));
        var left = card.flatMap(_ -> live.count(token));
        if (left.isEmpty())
            return Optional.empty();
        var settings = card.orElseThrow().settings();
        LOG.info("subscriber {}: settings for a {} phone fetched, {} fetches left", settings.subscriber().username(),
                make.folder(), left.get());
        if (Author.current().isEmpty()) // phones have no name; a person saves the file
            later.fetched(token, make, settings);
        return Optional.of(settings);
    }

    @Override
    public boolean revoke(String username) throws NodeUnavailableException {
        if (subscribers.find(username).isEmpty())
            return false;
        end(username);
        note("card-revoked", username, "its phones find no settings any more");
        return true;
    }

    /** A subscriber left its name. @param successor the new one; empty where it was deleted */
    public synchronized void moved(String username, Optional<String> successor) {
        live.end(username);
        later.moved(username, successor);
    }

    @Override
    public Optional<List<CheckSyncAnswer>> checkSync(String username) throws NodeUnavailableException {
        if (subscribers.find(username).isEmpty())
            return Optional.empty();
        var bindings = registered.bindings().apply(username);
        note("check-sync", username, bindings.size() + " registered phones asked to fetch their settings");
        try {
            var answers = registered.checkSync().ask(bindings.stream().map(Binding::toContact).toList()).get();
            boolean card = live.ofSubscriber(username).filter(it -> isPassword(username, it.password())).isPresent();
            return Optional.of(IntStream.range(0, bindings.size()).mapToObj(i -> new CheckSyncAnswer(
                    bindings.get(i).contact(), bindings.get(i).userAgent(), answers.get(i).told(),
                    card || !answers.get(i).told() ? answers.get(i).said()
                            : later.answer(username, bindings.get(i).userAgent(), answers.get(i).said()))).toList());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NodeUnavailableException("cancelled", List.of(), "The request was cancelled", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause()); // it tells failures as answers
        }
    }

    /** In the audit, without the password. */
    private void note(String action, String username, String detail) throws NodeUnavailableException {
        stored(() -> store.note(Author.current().orElse("admin"), action, EntryKind.SUBSCRIBER.subject(username), detail));
        LOG.info("subscriber {}: {} {}", username, action, detail);
    }

    /** A change of the store. */
    @FunctionalInterface
    private interface Change {
        void make() throws StoreException;
    }

    private static void stored(Change change) throws NodeUnavailableException {
        try {
            change.make();
        } catch (StoreException e) {
            throw new NodeUnavailableException("not-saved", List.of(String.valueOf(e.getMessage())),
                    "nothing was saved: " + e.getMessage(), e);
        }
    }
}
