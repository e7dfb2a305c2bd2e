package org.trunkline.alert.internal;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import javax.net.ssl.SSLSocketFactory;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.trunkline.api.mail.Mail;
import org.trunkline.api.mail.MailException;
import org.trunkline.api.mail.MailSender;

/** The mail server of the node, for other parts than alerts. */
@Component(service = MailSender.class, configurationPid = "org.trunkline.alert", configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class NodeMail implements MailSender {
    private final Optional<SmtpClient> mail;

    @Activate
    public NodeMail(AlertComponent.Config config) {
        this(client(config));
    }

    /** @param mail empty where the node sends none */
    NodeMail(Optional<SmtpClient> mail) {
        this.mail = mail;
    }

    static Optional<SmtpClient> client(AlertComponent.Config config) {
        if (config.smtpHost().isEmpty())
            return Optional.empty();
        var settings = new SmtpSettings(config.smtpHost(), config.smtpPort(),
                SmtpSettings.Security.valueOf(config.smtpSecurity().toUpperCase(Locale.ROOT)), new SmtpSettings.Account(
                        config.smtpUser(), config.smtpPassword(), Optional.of(config.smtpPasswordFile()).filter(file -> !file.isEmpty())
                                .map(Path::of)),
                config.mailFrom());
        return Optional.of(new SmtpClient(settings, (SSLSocketFactory) SSLSocketFactory.getDefault(), InstantSource.system()));
    }

    @Override
    public Optional<String> from() {
        return mail.map(SmtpClient::from);
    }

    @Override
    public void send(Mail message) throws MailException {
        try {
            mail.orElseThrow(DeliveryFailure::off).send(List.of(message.to()), message);
        } catch (DeliveryFailure e) {
            throw new MailException(e.said(), e.retryable(), e);
        }
    }
}
