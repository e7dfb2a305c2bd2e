package org.trunkline.engine.messaging;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

import org.trunkline.domain.config.Transport;
import org.trunkline.engine.EnginePorts;
import org.trunkline.engine.RandomTokens;
import org.trunkline.engine.call.message.SipUri;
import org.trunkline.engine.call.message.Statuses;
import org.trunkline.engine.port.routing.Directory.Contact;
import org.trunkline.engine.port.signaling.Header;
import org.trunkline.engine.port.signaling.Hop;
import org.trunkline.engine.port.signaling.NameAddress;
import org.trunkline.engine.port.signaling.OutgoingRequest;

/**
 * Sends one message to all phones of a subscriber, to each over one flow after another until one works (RFC 5626 §7). The first
 * phone that takes it decides. Run by the recipient's mailbox.
 */
final class PhoneDelivery {
    private static final int FLOW_FAILED = 430;
    /** RFC 3261 §20.17. */
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);

    /** What came of it. */
    sealed interface Result {
        record Delivered() implements Result {}

        /** No phone takes such a message. */
        record Rejected(int status) implements Result {}

        /** No phone could be reached now. */
        record Unreachable() implements Result {}
    }

    private final EnginePorts ports;
    private final RandomTokens tokens;
    private final TextMessage message;
    private final boolean late;
    private final Consumer<Runnable> mailbox;
    private final Consumer<Result> result;
    private int open;
    private int number;
    private int rejected;
    private boolean temporary;
    private boolean done;

    /** @param late whether it was stored before @param mailbox what comes is put into it @param result told once */
    PhoneDelivery(EnginePorts ports, RandomTokens tokens, TextMessage message, boolean late, Consumer<Runnable> mailbox,
            Consumer<Result> result) {
        this.ports = ports;
        this.tokens = tokens;
        this.message = message;
        this.late = late;
        this.mailbox = mailbox;
        this.result = result;
    }

    void begin(List<Contact> contacts) {
        open++; // so that no phone ends it while others are yet to be asked
        for (var phone : phones(contacts))
            next(phone.iterator());
        open--;
        settle();
    }

    private static Iterable<List<Contact>> phones(List<Contact> contacts) {
        var phones = new LinkedHashMap<Object, List<Contact>>();
        for (var contact : contacts)
            phones.computeIfAbsent(contact.flow().isFlow() ? contact.flow().instance() : contact, _ -> new ArrayList<>(1)).add(contact);
        return phones.values();
    }

    private void next(Iterator<Contact> flows) {
        var contact = flows.next();
        var transport = Transport.of(contact.transport());
        open++;
        if (contact.destination().isPresent()) {
            send(message, contact, Optional.of(new Hop(contact.destination().get(), transport)), flows);
            return;
        }
        var uri = SipUri.parse(contact.uri());
        if (uri.isEmpty())
            send(message, contact, Optional.empty(), flows);
        else
            ports.signaling().resolve(uri.get().host(), uri.get().port(), transport, hop -> mailbox.accept(() -> send(message, contact, hop, flows)));
    }

    /** @param form of the message: a phone that does not take it gets a simpler one */
    private void send(TextMessage form, Contact contact, Optional<Hop> hop, Iterator<Contact> flows) {
        if (hop.isEmpty() || message.secure() && !hop.get().transport().encrypted()) {
            concluded(0, flows);
            return;
        }
        var shown = message.presentation().toPhone(message.from());
        var to = new NameAddress("", SipUri.of(message.to().normalised(), OutgoingRequest.OWN_HOST));
        var headers = new ArrayList<>(message.content().headers());
        if (late)
            dated(headers);
        new OutboundMessage(ports, form, message.id() + '-' + number++, tokens.next(),
                new OutboundMessage.Target(contact.uri(), shown.from(), to, contact.path(), hop.get(), Optional.empty()), headers,
                status -> mailbox.accept(() -> {
                    var simpler = isForm(status) ? form.simpler() : Optional.<TextMessage>empty();
                    if (simpler.isPresent())
                        send(simpler.get(), contact, hop, flows);
                    else
                        concluded(status, flows);
                })).send();
    }

    /** A phone shows when it was sent, not when it came (RFC 3428 §5). */
    private void dated(List<Header> headers) {
        if (headers.stream().noneMatch(header -> header.name().equals("Date")))
            headers.add(new Header("Date", DATE.format(message.at().atOffset(ZoneOffset.UTC))));
    }

    private void concluded(int status, Iterator<Contact> flows) {
        open--;
        if (status >= 200 && status < 300) {
            finish(new Result.Delivered());
        } else if ((status == 0 || status == FLOW_FAILED) && flows.hasNext() && !done) {
            next(flows);
        } else {
            temporary |= isTemporary(status);
            if (!isTemporary(status) && Statuses.better(status, rejected))
                rejected = status;
            settle();
        }
    }

    /** Whether a phone refuses the form of a message. */
    private static boolean isForm(int status) {
        return status == 406 || status == 415 || status == 488;
    }

    private static boolean isTemporary(int status) {
        return switch (status) {
            case 0, 404, 408, FLOW_FAILED, 480, 486, 500, 502, 503, 504, 600 -> true;
            default -> false;
        };
    }

    private void settle() {
        if (open == 0)
            finish(temporary || rejected == 0 ? new Result.Unreachable() : new Result.Rejected(rejected));
    }

    private void finish(Result what) {
        if (done)
            return;
        done = true;
        result.accept(what);
    }
}
