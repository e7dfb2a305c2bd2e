package org.trunkline.phone.internal.sip;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import javax.sip.address.SipURI;
import javax.sip.address.URI;
import javax.sip.header.ContentTypeHeader;
import javax.sip.header.DateHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;

import org.trunkline.domain.part.LocalizableText;
import org.trunkline.phone.PhoneException;
import org.trunkline.phone.internal.address.DialledAddress;
import org.trunkline.phone.internal.message.Carrier;
import org.trunkline.phone.internal.message.Content;

/** The MESSAGE requests of one account (RFC 3428), one at a time to each recipient (§8). On the thread of the phone. */
final class Messenger implements Carrier {
    private static final LocalizableText LOST = new LocalizableText("phone-message-lost", List.of(),
            "The connection was lost before the message was answered. Send it again.");
    private static final LocalizableText NOT_REGISTERED = new LocalizableText("phone-none-registered", List.of(),
            "No account is registered. Check the accounts of the phone.");
    private static final LocalizableText MANY = new LocalizableText("phone-messages-waiting", List.of(),
            "Too many messages wait to be sent. Send it again in a moment.");
    private static final String ACCEPT = "Accept: " + String.join(", ", Content.TYPES);
    /** Messages that wait, to one recipient. */
    private static final int MOST = 100;
    /** Recipients with messages that wait. */
    private static final int MOST_RECIPIENTS = 500;

    private record Waiting(Content content, boolean queued, Consumer<Outcome> told) {}

    private final Channel channel;
    private final String user;
    private final BooleanSupplier registered;
    private final Consumer<Incoming> received;
    private final Map<String, Deque<Waiting>> waiting = new HashMap<>();
    private final Map<String, Waiting> underWay = new HashMap<>();

    /** @param user of the account @param registered whether requests can be sent now @param received told of each message */
    Messenger(Channel channel, String user, BooleanSupplier registered, Consumer<Incoming> received) {
        this.channel = channel;
        this.user = user;
        this.registered = registered;
        this.received = received;
    }

    @Override
    public String address() {
        return "sip:" + DialledAddress.escaped(user) + '@' + channel.domain();
    }

    @Override
    public String uri(String peer) throws PhoneException {
        return DialledAddress.uri(peer, channel.domain());
    }

    // ---- out

    @Override
    public void send(String uri, Content content, boolean queued, Consumer<Outcome> told) {
        if (!queued && !registered.getAsBoolean()) {
            told.accept(new Outcome.Failed(NOT_REGISTERED));
            return;
        }
        var queue = waiting.get(uri);
        if (queue == null && waiting.size() >= MOST_RECIPIENTS || queue != null && queue.size() >= MOST) {
            told.accept(new Outcome.Failed(MANY));
            return;
        }
        waiting.computeIfAbsent(uri, _ -> new ArrayDeque<>()).add(new Waiting(content, queued, told));
        next(uri);
    }

    /** The account is registered: what waited is sent. */
    void connected() {
        List.copyOf(waiting.keySet()).forEach(this::next);
    }

    private void next(String uri) {
        if (underWay.containsKey(uri) || !registered.getAsBoolean())
            return;
        var queue = waiting.get(uri);
        var message = queue == null ? null : queue.poll();
        if (message == null) {
            waiting.remove(uri);
            return;
        }
        underWay.put(uri, message);
        var dialog = Dialog.outgoing(channel.address(), uri, Dialog.NO_CONTACT); // no Contact: RFC 3428 §4
        channel.exchange(() -> dialog.request("MESSAGE", List.of(), message.content().type(), message.content().text()),
                new Transactions.Listener() {
                    @Override
                    public void answered(Response response) {
                        if (response.getStatusCode() >= 200)
                            over(uri, message, outcome(response));
                    }

                    @Override
                    public void ended(boolean lost) {
                        over(uri, message, new Outcome.Failed(lost ? LOST : Endings.NO_ANSWER));
                    }
                });
    }

    private void over(String uri, Waiting message, Outcome outcome) {
        underWay.remove(uri);
        message.told().accept(outcome);
        next(uri);
    }

    private static Outcome outcome(Response response) {
        int status = response.getStatusCode();
        if (status < 300)
            return new Outcome.Taken(status == 202);
        return switch (status) {
            case 415, 406 -> new Outcome.Unreadable();
            case 401, 407 -> new Outcome.Failed(Endings.PASSWORD);
            case 403 -> new Outcome.Failed(new LocalizableText("phone-message-forbidden", List.of(), "The server does not allow this message."));
            case 404, 410, 484, 604 -> new Outcome.Failed(new LocalizableText("phone-message-nobody", List.of(),
                    "There is nobody with this number or name. Check it."));
            case 405, 501 -> new Outcome.Failed(new LocalizableText("phone-message-not-taken", List.of(),
                    "The other side takes no text messages."));
            case 480 -> new Outcome.Failed(new LocalizableText("phone-message-full", List.of(),
                    "The other side is away, and no more messages are stored for it. Send it again later."));
            case 413, 513 -> new Outcome.Failed(new LocalizableText("phone-message-long", List.of(), "The message is too long. Send it in parts."));
            case 503 -> new Outcome.Failed(new LocalizableText("phone-message-busy", List.of(),
                    "The server takes no messages now. Send it again in a moment."));
            default -> {
                String reason = response.getReasonPhrase() == null ? "" : response.getReasonPhrase();
                yield new Outcome.Failed(new LocalizableText("phone-message-refused", List.of(String.valueOf(status), reason),
                        "The message was refused: " + status + " " + reason));
            }
        };
    }

    // ---- in

    /** A MESSAGE outside calls: answered at once (RFC 3428 §7). */
    void received(Request message) {
        var type = message.getHeader(ContentTypeHeader.NAME) instanceof ContentTypeHeader header
                ? header.getContentType() + '/' + header.getContentSubType() : "text/plain";
        var content = new Content(type, SipMessages.body(message));
        if (!Content.TYPES.contains(content.mediaType())) {
            channel.respond(message, 415, "Unsupported Media Type", "", List.of(ACCEPT), "");
            return;
        }
        channel.respond(message, 200, "OK", "");
        var from = SipMessages.from(message).getAddress();
        var name = from.getDisplayName();
        received.accept(new Incoming(SipMessages.callId(message) + ' ' + SipMessages.cseq(message).getSeqNumber(), peer(message),
                name == null ? "" : name.strip(), group(message), date(message), content));
    }

    /** The node writes itself as the host of both sides, under the name that it has there. */
    private String peer(Request message) {
        URI from = SipMessages.from(message).getAddress().getURI();
        if (from instanceof SipURI sip && ("anonymous.invalid".equalsIgnoreCase(sip.getHost()) || "anonymous".equalsIgnoreCase(sip.getUser())))
            return "";
        return SipMessages.number(from, from instanceof SipURI sip && SipMessages.to(message).getAddress().getURI() instanceof SipURI to
                && sip.getHost().equalsIgnoreCase(to.getHost()) ? sip.getHost() : channel.domain());
    }

    private String group(Request message) {
        return SipMessages.to(message).getAddress().getURI() instanceof SipURI to && to.getUser() != null && !to.getUser().equalsIgnoreCase(user)
                ? to.getUser() : "";
    }

    private static Optional<Instant> date(Request message) {
        return message.getHeader(DateHeader.NAME) instanceof DateHeader header && header.getDate() != null
                ? Optional.of(header.getDate().toInstant().truncatedTo(ChronoUnit.SECONDS)) : Optional.empty();
    }
}
