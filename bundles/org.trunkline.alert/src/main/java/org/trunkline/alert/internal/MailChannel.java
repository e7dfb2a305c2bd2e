package org.trunkline.alert.internal;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.trunkline.spi.ExtensionException;
import org.trunkline.spi.LocalizedText;
import org.trunkline.spi.alert.AlertChannel;
import org.trunkline.spi.alert.AlertNotice;
import org.trunkline.spi.config.SettingField;
import org.trunkline.spi.config.SettingType;

/** Alerts by e-mail, where the node has a mail server. */
@Component(service = AlertChannel.class, configurationPid = "org.trunkline.alert",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class MailChannel implements AlertChannel {
    static final String TO = "to";
    private static final int MAX_TO = 2_600; // ten addresses
    private static final ChannelInfo INFO = new ChannelInfo(Channels.MAIL,
            LocalizedText.of("E-mail", "E-post", "电子邮件", "Surel"),
            List.of(new SettingField(TO, SettingType.TEXT, LocalizedText.of("To", "Till", "收件人", "Kepada"),
                    LocalizedText.of("Addresses, at most 10, separated by commas", "Adresser, högst 10, åtskilda av komman",
                            "地址，最多 10 个，以逗号分隔", "Alamat, paling banyak 10, dipisahkan koma"),
                    true, false, "", Optional.empty(), OptionalLong.empty(), OptionalLong.of(MAX_TO), List.of())));

    private final Optional<SmtpClient> mail;

    @Activate
    public MailChannel(AlertComponent.Config config) {
        this(NodeMail.client(config));
    }

    /** @param mail empty where the node sends none */
    MailChannel(Optional<SmtpClient> mail) {
        this.mail = mail;
    }

    @Override
    public ChannelInfo info() {
        return INFO;
    }

    @Override
    public void deliver(AlertNotice notice, Map<String, String> settings) throws ExtensionException {
        var to = Arrays.stream(settings.getOrDefault(TO, "").split("[\\s,;]+")).filter(a -> !a.isEmpty()).toList();
        mail.orElseThrow(DeliveryFailure::off).send(to, new AlertMessage(notice));
    }
}
