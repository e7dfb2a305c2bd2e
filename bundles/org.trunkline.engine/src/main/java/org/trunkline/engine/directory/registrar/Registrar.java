package org.trunkline.engine.directory.registrar;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.config.Transport;
import org.trunkline.engine.port.Scheduler;
import org.trunkline.engine.port.routing.Directory;
import org.trunkline.engine.port.routing.Directory.AuthRequest;
import org.trunkline.engine.port.routing.Directory.AuthResult;
import org.trunkline.engine.port.signaling.RegisterHandler;

/** Answers REGISTER (RFC 3261 §10.3). A request takes effect altogether or not at all. */
public final class Registrar implements RegisterHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Registrar.class);
    public static final int MOST_BINDINGS = 20;
    static final int DEFAULT_EXPIRES = 3600;
    static final int MIN_EXPIRES = 60;
    static final int MAX_EXPIRES = 7200;
    private static final int LONGEST_CONTACT = 512;
    private static final int LONGEST_USER_AGENT = 200;
    /** RFC 8599 §8.1 */
    private static final int PUSH_NOT_SUPPORTED = 555;
    private static final Duration SWEEP = Duration.ofSeconds(5);
    private static final String SIPS = "sips:";
    /** RFC 5630 §8, as calls to a {@code sips:} address without TLS get. */
    private static final String SIPS_NOT_ALLOWED = "380 trunkline \"SIPS Not Allowed\"";
    private static final byte[] NO_BODY = {};

    private final Directory directory;
    private final Scheduler scheduler;
    private final Bindings bindings;
    private final PushBook pushes;
    private final Consumer<String> registered;
    private volatile Supplier<Optional<String>> fileServer = Optional::empty;
    private volatile boolean stopped;

    /** @param registered told each subscriber whose registrations changed or were refreshed, after they did */
    public Registrar(Directory directory, Scheduler scheduler, Bindings bindings, PushBook pushes, Consumer<String> registered) {
        this.directory = directory;
        this.scheduler = scheduler;
        this.bindings = bindings;
        this.pushes = pushes;
        this.registered = registered;
    }

    /** @param address where phones upload files, see {@link RegisterHandler#FILE_SERVER}; empty where the node takes none */
    public void fileServer(Supplier<Optional<String>> address) {
        fileServer = address;
    }

    public void start() {
        sweep();
    }

    public void stop() {
        stopped = true;
    }

    private void sweep() {
        if (stopped)
            return;
        bindings.sweep();
        scheduler.after(SWEEP, this::sweep);
    }

    @Override
    public Reply register(Register request) {
        return switch (directory.authenticate(new AuthRequest("REGISTER", request.requestUri(),
                request.authorization(), NO_BODY, request.source(), request.userAgent()))) {
            case AuthResult.Challenged(var challenges) ->
                new Reply(401, "", challenges, List.of(), OptionalInt.empty());
            case AuthResult.Denied() -> Reply.of(403, "");
            case AuthResult.Mismatched() -> Reply.of(400, "Digest URI Is Not The Request-URI");
            case AuthResult.Granted(String username) when !username.equals(request.toUser()) ->
                Reply.of(403, "Not Your Address Of Record");
            case AuthResult.Granted(String username) -> accept(username, request);
        };
    }

    /** Push parameters are for the registrar alone: bindings and answers are without them (RFC 3261 §19.1.4 has them equal). */
    private Reply accept(String username, Register request) {
        List<PushParameters.Read> read = List.of();
        var bare = request;
        if (named(request)) {
            read = request.contacts().stream().map(it -> PushParameters.of(it.uri())).toList();
            bare = request.with(read.stream().map(PushParameters.Read::uri).toList());
        }
        var plain = bare;
        var wishes = pushes.key().isPresent() ? read : List.<PushParameters.Read>of();
        return check(username, plain).or(() -> pushProblem(username, plain, wishes))
                .orElseGet(() -> apply(username, plain, wishes));
    }

    private static boolean named(Register request) {
        for (var contact : request.contacts())
            if (PushParameters.in(contact.uri()))
                return true;
        return false;
    }

    /** RFC 8599 §5.1: the provider is another one, or what is needed to push is missing or not allowed. */
    private Optional<Reply> pushProblem(String username, Register request, List<PushParameters.Read> wishes) {
        for (int i = 0; i < wishes.size(); i++) {
            var push = wishes.get(i).push().filter(PushParameters::subscribes);
            if (push.isPresent() && expires(request.contacts().get(i), request) > 0
                    && !(push.get().provider().equals(PushParameters.WEB_PUSH) && pushes.accepts(username, push.get())))
                return Optional.of(Reply.of(PUSH_NOT_SUPPORTED, "Push Notification Service Not Supported"));
        }
        return Optional.empty();
    }

    private Optional<Reply> check(String username, Register request) {
        if (request.wildcard() && (!request.contacts().isEmpty() || request.expires().orElse(-1) != 0))
            return Optional.of(Reply.of(400, "Contact * Needs Expires 0 And Nothing Else"));
        if (request.contacts().size() > MOST_BINDINGS)
            return Optional.of(Reply.of(400, "Too Many Contacts"));
        for (RegisterContact contact : request.contacts()) {
            if (contact.uri().length() > LONGEST_CONTACT
                    || !bindings.has(username, contact.uri()) && !Binding.isContactUri(contact.uri()))
                return Optional.of(Reply.of(400, "Bad Contact"));
            int expires = expires(contact, request);
            if (expires > 0 && !Transport.of(request.transport()).encrypted() && isSecure(contact.uri())) {
                LOG.debug("{} registers a sips Contact over {}: refused", username, request.transport());
                return Optional.of(Reply.warned(480, SIPS_NOT_ALLOWED));
            }
            if (expires > 0 && expires < MIN_EXPIRES)
                return Optional.of(new Reply(423, "", List.of(), List.of(), OptionalInt.of(MIN_EXPIRES)));
        }
        return Optional.empty();
    }

    /** It promises that nobody reads what goes there, and the node would send it where this came from (RFC 5630 §5.4). */
    private static boolean isSecure(String uri) {
        return uri.regionMatches(true, 0, SIPS, 0, SIPS.length());
    }

    private Reply apply(String username, Register request, List<PushParameters.Read> wishes) {
        boolean fetchOnly = request.contacts().isEmpty() && !request.wildcard();
        if (!fetchOnly && !bindings.update(username, before -> change(before, username, request)))
            return Reply.of(400, "CSeq Out Of Order");
        subscribe(username, request, wishes);
        if (!fetchOnly)
            registered.accept(username);
        Instant now = scheduler.instant();
        var bound = new ArrayList<Reply.Bound>(1);
        for (var each : bindings.current(username))
            bound.add(new Reply.Bound(each.contact(), remaining(now, each), each.q()));
        return new Reply(200, "", List.of(), bound, OptionalInt.empty(), Optional.empty(), features(request, wishes));
    }

    /** Phones over WebSocket are the node's own, and pages; others have a setting for their file server. */
    private Optional<String> features(Register request, List<PushParameters.Read> wishes) {
        boolean asked = wishes.stream().anyMatch(it -> it.push().isPresent());
        var push = asked ? pushes.key().map(key -> "*;+sip.pns=\"webpush\";+sip.vapid=\"" + key + '"') : Optional.<String>empty();
        var files = Transport.of(request.transport()).isWebSocket() ? fileServer.get().map(address -> "*;" + FILE_SERVER + "=\"" + address + '"')
                : Optional.<String>empty();
        return push.isPresent() && files.isPresent() ? Optional.of(push.get() + ", " + files.get()) : push.or(() -> files);
    }

    private void subscribe(String username, Register request, List<PushParameters.Read> wishes) {
        if (request.wildcard())
            pushes.unregistered(username);
        for (int i = 0; i < request.contacts().size(); i++) {
            var contact = request.contacts().get(i);
            int expires = expires(contact, request);
            var push = i < wishes.size() ? wishes.get(i).push().filter(PushParameters::subscribes) : Optional.<PushParameters>empty();
            if (expires == 0)
                pushes.unregistered(username, contact.uri());
            if (push.isPresent() && expires == 0)
                pushes.withdrawn(username, push.get().endpoint());
            else if (push.isPresent())
                pushes.registered(username, push.get(), contact.uri(), expires);
        }
    }

    /** Rounded up, so that a fresh binding shows what was granted. */
    private static int remaining(Instant now, Binding binding) {
        return (int) ((Duration.between(now, binding.expiresAt()).toMillis() + 999) / 1000);
    }

    private Optional<List<Binding>> change(List<Binding> before, String username, Register request) {
        if (request.wildcard())
            return before.stream().anyMatch(b -> outOfOrder(b, request)) ? Optional.empty() : Optional.of(List.of());
        var after = new ArrayList<>(before);
        for (RegisterContact contact : request.contacts()) {
            var same = Binding.same(after, contact.uri(), contact.flow());
            if (same.stream().filter(before::contains).anyMatch(b -> outOfOrder(b, request)))
                return Optional.empty();
            after.removeAll(same);
            int expires = expires(contact, request);
            if (expires > 0)
                after.add(binding(username, contact, expires, request));
        }
        Instant now = scheduler.instant();
        after.removeIf(b -> !b.expiresAt().isAfter(now));
        // a phone that restarts on new ports leaves old bindings behind: the oldest gives way, rather than the phone
        return Optional.of(after.subList(Math.max(0, after.size() - MOST_BINDINGS), after.size()));
    }

    private Binding binding(String username, RegisterContact contact, int expires, Register request) {
        String agent = request.userAgent();
        return new Binding(username, contact.uri(), request.source(), request.behindNat(), request.transport(),
                request.callId(), request.cseq(), scheduler.instant().plusSeconds(expires),
                agent.length() > LONGEST_USER_AGENT ? agent.substring(0, LONGEST_USER_AGENT) : agent, request.path(),
                contact.q(), contact.flow());
    }

    private static boolean outOfOrder(Binding binding, Register request) {
        return binding.callId().equals(request.callId()) && request.cseq() <= binding.cseq();
    }

    private static int expires(RegisterContact contact, Register request) {
        int asked = contact.expires().orElse(request.expires().orElse(DEFAULT_EXPIRES));
        return Math.min(asked, MAX_EXPIRES);
    }
}
