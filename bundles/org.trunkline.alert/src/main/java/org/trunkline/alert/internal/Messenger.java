package org.trunkline.alert.internal;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Brings an alert to all that its rule names. <b>Threads:</b> any; never waits. */
final class Messenger implements AutoCloseable {
    private final Outbox outbox;
    private final Webhook webhook;
    private final Optional<SmtpClient> mail;
    private final InstantSource clock;

    /** @param mail empty where the node sends none */
    Messenger(Outbox outbox, Webhook webhook, Optional<SmtpClient> mail, InstantSource clock) {
        this.outbox = outbox;
        this.webhook = webhook;
        this.mail = mail;
        this.clock = clock;
    }

    /** @param secret of the webhook */
    void tell(AlertWatch watch, Optional<String> secret, boolean test) {
        var message = AlertMessage.of(watch, test, clock.instant());
        var rule = watch.rule();
        var name = watch.search().name();
        rule.webhook().ifPresent(url -> outbox.send("the webhook of alert " + name, () -> {
            if (secret.isEmpty())
                throw new DeliveryFailure("webhook-no-secret", List.of(), "its secret cannot be read: set it again");
            webhook.send(url, secret.get(), message, clock.instant());
        }, watch::webhook));
        if (!rule.mailTo().isEmpty())
            outbox.send("the e-mail of alert " + name, () -> {
                if (mail.isEmpty())
                    throw new DeliveryFailure("mail-off", List.of(),
                            "this node sends no e-mail: trunkline.smtp.host is not set");
                mail.get().send(rule.mailTo(), message);
            }, watch::mail);
    }

    @Override
    public void close() {
        outbox.close();
        webhook.close();
    }
}
