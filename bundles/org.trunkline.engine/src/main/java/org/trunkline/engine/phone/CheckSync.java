package org.trunkline.engine.phone;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.trunkline.domain.config.Transport;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.engine.call.message.SipUri;
import org.trunkline.engine.port.Scheduler;
import org.trunkline.engine.port.routing.Directory.Contact;
import org.trunkline.engine.port.signaling.Hop;
import org.trunkline.engine.port.signaling.OutOfDialog;

/**
 * Asks phones to fetch their settings: NOTIFY outside a subscription with {@code Event: check-sync;reboot=false}, which
 * phones of all usual makes understand. <b>Threads:</b> any; never blocks.
 */
public final class CheckSync {
    /** A phone answers at once, or is away; the transaction itself would wait 32 s. */
    public static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final String METHOD = "NOTIFY";

    private final OutOfDialog sender;
    private final Scheduler scheduler;
    private final String from;

    /** @param from URI of From and Contact's user: {@code sip:trunkline@example} */
    public CheckSync(OutOfDialog sender, Scheduler scheduler, String from) {
        this.sender = sender;
        this.scheduler = scheduler;
        this.from = from;
    }

    /** @param told whether the phone accepted @param said its answer, or why there was none */
    public record Answer(Contact contact, boolean told, LocalizableText said) {}

    /** Asks all of them at the same time. @return in their order, within {@link #PATIENCE} */
    public CompletableFuture<List<Answer>> ask(List<Contact> contacts) {
        var asked = contacts.stream().map(this::ask).toList();
        return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
                .thenApply(_ -> asked.stream().map(CompletableFuture::join).toList());
    }

    private CompletableFuture<Answer> ask(Contact contact) {
        var answer = new CompletableFuture<Answer>();
        var uri = SipUri.parse(contact.uri()).filter(parsed -> !parsed.host().isEmpty());
        if (uri.isEmpty()) {
            answer.complete(new Answer(contact, false, new LocalizableText("bad-contact", List.of(contact.uri()),
                    contact.uri() + " is not a SIP address")));
            return answer;
        }
        scheduler.after(PATIENCE, () -> answer.complete(silent(contact)));
        sender.send(request(contact, uri.get()), outcome -> answer.complete(judge(contact, outcome)));
        return answer;
    }

    private OutOfDialog.Request request(Contact contact, SipUri uri) {
        var host = contact.destination().map(Hop::text).map(text -> text.substring(0, text.lastIndexOf(':')))
                .map(CheckSync::bare).orElse(uri.host());
        int port = contact.destination().map(d -> d.getPort()).orElse(uri.port());
        var headers = Stream.concat(Stream.of(Map.entry("Event", "check-sync;reboot=false"),
                Map.entry("Subscription-State", "terminated;reason=noresource")), contact.path().isEmpty() ? Stream.of()
                        : Stream.of(Map.entry("Route", contact.path().stream()
                                .map(p -> p.startsWith("<") ? p : '<' + p + '>').collect(Collectors.joining(", ")))))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return new OutOfDialog.Request(METHOD, host, port, Transport.of(contact.transport()), contact.uri(), from,
                contact.uri(), Optional.of("trunkline"), OptionalInt.empty(), Optional.empty(), 1, headers);
    }

    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static Answer judge(Contact contact, OutOfDialog.Outcome outcome) {
        return switch (outcome) {
            case OutOfDialog.Outcome.Answered it -> new Answer(contact, it.status() < 300, it.said());
            case OutOfDialog.Outcome.NoAnswer() -> silent(contact);
            case OutOfDialog.Outcome.NotSent(LocalizableText problem) -> new Answer(contact, false, problem);
        };
    }

    private static Answer silent(Contact contact) {
        return new Answer(contact, false, new LocalizableText("no-answer-to", List.of(METHOD), "no answer to " + METHOD));
    }
}
