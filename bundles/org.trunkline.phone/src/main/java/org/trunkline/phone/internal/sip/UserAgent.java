package org.trunkline.phone.internal.sip;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;

import javax.sip.message.Message;
import javax.sip.message.Request;
import javax.sip.message.Response;

import org.trunkline.domain.config.Transport;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.phone.AccountState;
import org.trunkline.phone.AccountState.Registration;
import org.trunkline.phone.PhoneAccount;
import org.trunkline.phone.PhoneException;
import org.trunkline.phone.internal.address.DialledAddress;
import org.trunkline.phone.internal.address.FileServerAddress;
import org.trunkline.phone.internal.message.Carrier;
import org.trunkline.phone.internal.transport.Connections;
import org.trunkline.phone.internal.transport.ServerUri;
import org.trunkline.phone.internal.transport.SipConnection;
import org.trunkline.phone.internal.work.Work;
import org.trunkline.phone.presence.LampState;
import org.trunkline.phone.presence.RingingCall;
import org.trunkline.phone.presence.UserPresence;

/** One account: its connection, its registration, its calls. On the thread of the phone. */
public final class UserAgent {
    /** The phone around it. */
    public interface Owner {
        /** Something that is shown has changed. */
        void changed();

        /** Whether another call may come in now. */
        boolean admits();

        /** Whether the call that comes in is one for other phones of the same user. */
        boolean leavesToOthers(PhoneAccount account);

        /** For a call that begins. */
        CallMedia media();

        void incoming(UserAgent account, Session session);

        /** A text message came in and was answered. */
        void message(UserAgent account, Carrier.Incoming message);
    }

    /** Leads media to servers that do not have it as browsers do. */
    public interface MediaPath {
        /** @param server where the SIP messages go to @param sound of one call */
        CallMedia to(InetSocketAddress server, Transport transport, CallMedia sound);
    }

    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(1);
    /** Without a connection in a call that goes on: a node ends it after 45 s without sound. */
    private static final Duration LONGEST_IN_CALL = Duration.ofSeconds(2);
    /** A server that asks for more may be back earlier. */
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);
    /** Rarely enough for servers that lock out after some wrong passwords. */
    private static final Duration SLOW_RETRY = Duration.ofMinutes(5);
    /** The presence is taken back before the registration, if the server answers in this time. */
    private static final Duration UNPUBLISH = Duration.ofMillis(300);
    /** An ended call still answers what comes late. */
    private static final Duration AFTERWARDS = Transactions.PATIENCE;

    private final PhoneAccount account;
    private final Work work;
    private final Owner owner;
    private final SipConnection.Connector connector;
    private final MediaPath path;
    private final SelfAddress self;
    private final Transactions transactions;
    private final Registrations registrations;
    private final Channel channel;
    private final Messenger messenger;
    private final PresencePublication publication;
    private final Map<String, PresenceSubscription> watched = new LinkedHashMap<>();
    private final Map<String, LampSubscription> lamps = new LinkedHashMap<>();
    private final Map<String, Session> sessions = new LinkedHashMap<>();
    private AccountState state;
    private Optional<URI> files = Optional.empty();
    private Optional<SipConnection> connection = Optional.empty();
    private Duration retry = FIRST_RETRY;
    private Work.Timer retryTimer = () -> { };
    /** Whether the address that a NAT gave this connection was registered at once. */
    private boolean moved;
    private boolean closed;

    /** @param instance of this phone, a URN (RFC 5626 §4.1) @param path of media to servers that are reached without WebSocket */
    public UserAgent(PhoneAccount account, String instance, Work work, Owner owner, MediaPath path) {
        this(account, instance, work, owner, path, new Connections(work));
    }

    UserAgent(PhoneAccount account, String instance, Work work, Owner owner, MediaPath path, SipConnection.Connector connector) {
        this.account = account;
        this.work = work;
        this.owner = owner;
        this.path = path;
        this.connector = connector;
        self = new SelfAddress(ServerUri.transport(account.server()).orElse(Transport.WS), account.user());
        transactions = new Transactions(work, self);
        var digest = new Digest(account.user(), account.password());
        var uri = "sip:" + DialledAddress.escaped(account.user()) + '@' + account.domain();
        var name = account.displayName().isBlank() ? "" : '"' + account.displayName().replaceAll("[\\\\\"\\p{Cntrl}]", "") + "\" ";
        channel = new Channel(work, self, transactions, digest, name + '<' + uri + '>', account.domain());
        registrations = new Registrations(channel, account.domain(), instance, this::registered);
        messenger = new Messenger(channel, account.user(), this::isRegistered,
                message -> owner.message(this, message));
        publication = new PresencePublication(channel, uri);
        state = new AccountState(account, Registration.REGISTERING, Optional.empty(), Optional.empty());
    }

    public PhoneAccount account() {
        return account;
    }

    public AccountState state() {
        return state;
    }

    /** Of its text messages. */
    public Carrier messages() {
        return messenger;
    }

    /** Connects, and registers when it has. */
    public void open() {
        connection = Optional.of(connector.connect(account.server(), new SipConnection.Listener() {
            @Override
            public void opened() {
                moved = false;
                self.connected(connection.orElseThrow().local());
                transactions.connected(connection.orElseThrow());
                registrations.begin();
            }

            @Override
            public void received(String message) {
                SipMessages.parse(message).ifPresent(UserAgent.this::received);
            }

            @Override
            public void closed(LocalizableText why) {
                lost(why);
            }
        }));
    }

    private void lost(LocalizableText why) {
        lost(why, Duration.ZERO);
    }

    private void lost(LocalizableText why, Duration least) {
        connection = Optional.empty();
        registrations.stop();
        transactions.lost();
        List.copyOf(sessions.values()).forEach(Session::disconnected);
        subscriptions().forEach(EventSubscription::disconnected);
        publication.disconnected();
        show(Registration.FAILED, Optional.of(why));
        boolean talking = sessions.values().stream().anyMatch(Session::talking);
        tryAgain(longer(talking ? shorter(retry, LONGEST_IN_CALL) : retry, least), this::open);
    }

    /**
     * The media of a call stops or comes again. Where it stops, the server is asked at once whether it is still there: another
     * connection, or this one, then leads the call by another path.
     */
    public void path(Session session, boolean works) {
        session.path(works);
        if (!works)
            connection.ifPresent(it -> it.probe(() -> {
                if (isRegistered())
                    session.reachable();
            }));
    }

    /** The next delay is longer. */
    private void tryAgain(Duration delay, Runnable what) {
        after(delay, what);
        retry = shorter(retry.multipliedBy(2), LONGEST_RETRY);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** Instead of what was to be tried. */
    private void after(Duration delay, Runnable what) {
        retryTimer.cancel();
        long millis = delay.toMillis();
        retryTimer = work.after(Duration.ofMillis(millis + ThreadLocalRandom.current().nextLong(millis / 4)), () -> {
            if (!closed)
                what.run();
        });
    }

    private void registered(Registrations.Outcome outcome) {
        if (closed)
            return;
        switch (outcome) {
            case Registrations.Outcome.Registered(var fileServer) -> {
                files = fileServer.flatMap(address -> FileServerAddress.of(address, account.server()));
                retry = FIRST_RETRY;
                boolean before = state.registration() == Registration.REGISTERED;
                show(Registration.REGISTERED, Optional.empty());
                if (!before) {
                    List.copyOf(sessions.values()).forEach(Session::reconnected);
                    messenger.connected();
                    subscriptions().forEach(EventSubscription::begin);
                    publication.begin();
                }
            }
            case Registrations.Outcome.Refused(var why, var again, var least) -> {
                show(Registration.FAILED, Optional.of(why));
                switch (again) {
                    case SOON -> tryAgain(longer(retry, shorter(least, LONGEST_WAIT)), registrations::begin);
                    case SLOWLY -> after(longer(SLOW_RETRY, shorter(least, LONGEST_WAIT)), registrations::begin);
                    case NEVER -> { }
                }
            }
            case Registrations.Outcome.Useless(var why, var least) -> connection.ifPresent(it -> {
                boolean another = it.abandon();
                lost(why, another ? Duration.ZERO : shorter(least, LONGEST_RETRY)); // the time is that of this server alone
            });
        }
    }

    private void show(Registration registration, Optional<LocalizableText> trouble) {
        state = new AccountState(account, registration, trouble, files);
        owner.changed();
    }

    /** @param target SIP URI @param number as it is shown */
    public Session call(String target, String number) {
        var session = Session.outgoing(channel, target, number, media(), owner::changed);
        begin(session);
        return session;
    }

    /** @param target SIP URI of who is called there */
    public Session pickUp(String target, RingingCall call) {
        var session = Session.instead(channel, target, call, media(), owner::changed);
        begin(session);
        return session;
    }

    /** A call needs the address of a server that has other media than the phone. */
    private void begin(Session session) {
        keep(session);
        if (self.isWebSocket() || remote().isPresent())
            session.start();
        else
            session.end(Endings.LOST);
    }

    private Optional<InetSocketAddress> remote() {
        return connection.flatMap(SipConnection::remote);
    }

    /** Of a new call; its server has DTLS-SRTP where it is reached as browsers reach it. */
    private CallMedia media() {
        var sound = owner.media();
        if (self.isWebSocket())
            return sound;
        return remote().map(server -> path.to(server, ServerUri.transport(account.server()).orElseThrow(), sound)).orElse(sound);
    }

    /** SIP URI of what was typed. @throws PhoneException where it is none */
    public static String uri(String typed, String domain) throws PhoneException {
        return DialledAddress.uri(typed, domain);
    }

    private void keep(Session session) {
        sessions.put(session.localTag(), session);
    }

    private void received(Message message) {
        switch (message) {
            case Response response -> {
                boolean elsewhere = SipMessages.cseq(response).getMethod().equals("REGISTER") && self.learned(response);
                if (!transactions.received(response) && response.getStatusCode() / 100 == 2
                        && SipMessages.cseq(response).getMethod().equals("INVITE"))
                    Optional.ofNullable(sessions.get(tag(SipMessages.from(response).getTag()))).ifPresent(it -> it.acceptedAgain(response));
                if (elsewhere && response.getStatusCode() / 100 == 2 && !closed && !moved) {
                    moved = true; // a NAT that never keeps one would have the phone register without end
                    registrations.begin();
                }
            }
            case Request request -> {
                if (transactions.received(request))
                    received(request);
            }
            default -> { }
        }
    }

    private static String tag(String tag) {
        return tag == null ? "" : tag;
    }

    private void received(Request request) {
        forgetOld();
        var method = request.getMethod();
        if (method.equals("CANCEL")) {
            sessions.values().stream().filter(it -> it.isOf(request)).findFirst().ifPresentOrElse(it -> it.cancelledThere(request),
                    () -> unknown(request));
        } else if (!SipMessages.toTag(request).isEmpty()) {
            var session = sessions.get(SipMessages.toTag(request));
            if (session != null)
                session.received(request);
            else
                subscriptions().stream().filter(it -> it.localTag().equals(SipMessages.toTag(request))).findFirst()
                        .ifPresentOrElse(it -> it.received(request), () -> notMine(request));
        } else {
            outside(request, method);
        }
    }

    private void outside(Request request, String method) {
        switch (method) {
            case "INVITE" -> invited(request);
            case "MESSAGE" -> messenger.received(request);
            case "OPTIONS" -> channel.respond(request, 200, "OK", "", Channel.abilities(), "");
            case "ACK" -> { }
            case "NOTIFY", "BYE", "UPDATE", "PRACK" -> unknown(request);
            default -> channel.respond(request, 405, "Method Not Allowed", "", List.of(Channel.ALLOW), "");
        }
    }

    private void notMine(Request request) {
        if (!request.getMethod().equals("ACK"))
            unknown(request);
    }

    /** Replaces whose presence is watched. Told by {@link Owner#changed}. */
    public void watch(Collection<String> peers) {
        watch(watched, peers, (_, uri) -> new PresenceSubscription(channel, uri, owner::changed));
    }

    /** Replaces whose calls are watched. Told by {@link Owner#changed}. */
    public void watchCalls(Collection<String> peers) {
        watch(lamps, peers, (peer, uri) -> new LampSubscription(channel, peer, uri, owner::changed));
    }

    private <S extends EventSubscription> void watch(Map<String, S> all, Collection<String> peers, BiFunction<String, String, S> make) {
        all.entrySet().removeIf(each -> {
            boolean gone = !peers.contains(each.getKey());
            if (gone && isRegistered())
                each.getValue().end();
            return gone;
        });
        for (var peer : peers)
            if (!all.containsKey(peer))
                try {
                    var made = make.apply(peer, uri(peer, account.domain()));
                    all.put(peer, made);
                    if (isRegistered())
                        made.begin();
                } catch (PhoneException e) {
                    // what is no address has nothing to see
                }
        owner.changed();
    }

    private List<EventSubscription> subscriptions() {
        var all = new ArrayList<EventSubscription>(watched.values());
        all.addAll(lamps.values());
        return all;
    }

    /** Calls of those who are watched. */
    public LampState calls() {
        var talking = new LinkedHashMap<String, Instant>();
        lamps.forEach((peer, each) -> each.talkingSince().ifPresent(it -> talking.put(peer, it)));
        return new LampState(lamps.values().stream().flatMap(each -> each.ringing().stream()).toList(), talking);
    }

    /** Publishes the presence of the user, now or once this account is registered, until it is closed. */
    public void publish(UserPresence presence) {
        publication.publish(presence);
    }

    /** By those who are watched; without those of whom nothing is known. */
    public Map<String, UserPresence> presences() {
        var known = new LinkedHashMap<String, UserPresence>();
        watched.forEach((peer, each) -> each.presence().ifPresent(it -> known.put(peer, it)));
        return known;
    }

    /** Whether it is registered where people of a node can be watched; other servers are not told whom this desk watches. */
    public boolean canWatch() {
        return account.isAtNode() && isRegistered();
    }

    private boolean isRegistered() {
        return connection.isPresent() && state.registration() == Registration.REGISTERED;
    }

    private void unknown(Request request) {
        channel.respond(request, 481, "Call/Transaction Does Not Exist", "");
    }

    private void invited(Request invite) {
        if (sessions.values().stream().anyMatch(it -> it.isOf(invite)))
            return; // again; its answer is on the way
        if (!owner.admits()) {
            channel.respond(invite, 486, "Busy Here", "");
            return;
        }
        if (owner.leavesToOthers(account)) {
            channel.respond(invite, 480, "Temporarily Unavailable", "");
            return;
        }
        var session = Session.incoming(channel, invite, media(), owner::changed);
        keep(session);
        session.ring();
        owner.incoming(this, session);
    }

    private void forgetOld() {
        var limit = work.now().minus(AFTERWARDS);
        sessions.values().removeIf(it -> it.end().isPresent() && it.since().isBefore(limit));
    }

    /** Ends its calls, what it publishes and its registration. The connection closes when the server has answered, after a second at the latest. */
    public void close(Runnable done) {
        closed = true;
        retryTimer.cancel();
        new ArrayList<>(sessions.values()).forEach(Session::leave);
        if (connection.isEmpty()) {
            done.run();
            return;
        }
        var over = new AtomicBoolean();
        Runnable disconnect = () -> {
            if (!over.getAndSet(true)) {
                connection.ifPresent(SipConnection::close);
                done.run();
            }
        };
        var unregistering = new AtomicBoolean();
        Runnable unregister = () -> {
            if (!unregistering.getAndSet(true))
                registrations.end(disconnect);
        };
        publication.end(unregister);
        work.after(UNPUBLISH, unregister); // some servers never answer what they do not know
        work.after(Duration.ofSeconds(1), disconnect);
    }
}
