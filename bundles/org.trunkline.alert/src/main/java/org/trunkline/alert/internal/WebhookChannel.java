package org.trunkline.alert.internal;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.trunkline.spi.ExtensionException;
import org.trunkline.spi.LocalizedText;
import org.trunkline.spi.alert.AlertChannel;
import org.trunkline.spi.alert.AlertNotice;
import org.trunkline.spi.config.SettingField;
import org.trunkline.spi.config.SettingType;

/** Alerts by signed POST to a web server. */
@Component(service = AlertChannel.class, configurationPid = "org.trunkline.alert",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class WebhookChannel implements AlertChannel {
    static final String URL = "url";
    static final String SECRET = "secret";
    private static final int MAX_URL = 1024;
    private static final int MIN_SECRET = 16;
    private static final int MAX_SECRET = 256;
    private static final ChannelInfo INFO = new ChannelInfo(Channels.WEBHOOK,
            LocalizedText.of("Webhook", "Webhook", "网络钩子", "Webhook"),
            List.of(new SettingField(URL, SettingType.URL, LocalizedText.of("URL", "URL", "网址", "URL"),
                    LocalizedText.of("Receives a POST; its host must be listed in trunkline.webhook.hosts of the node",
                            "Tar emot en POST; dess värd måste finnas i nodens trunkline.webhook.hosts",
                            "以 POST 通知；其主机必须列在节点的 trunkline.webhook.hosts 中",
                            "Diberi tahu lewat POST; host-nya harus ada di trunkline.webhook.hosts node"),
                    true, false, "", Optional.empty(), OptionalLong.empty(), OptionalLong.of(MAX_URL), List.of()),
                    new SettingField(SECRET, SettingType.TEXT,
                            LocalizedText.of("Secret", "Hemlighet", "密钥", "Rahasia"),
                            LocalizedText.of("Signs each message, so that the receiver can verify the node",
                                    "Signerar varje meddelande, så att mottagaren känner igen noden",
                                    "为每条消息签名，使接收方能够识别节点", "Menandatangani setiap pesan, agar penerima mengenali node"),
                            true, true, "", Optional.empty(), OptionalLong.of(MIN_SECRET), OptionalLong.of(MAX_SECRET),
                            List.of())));

    private final Webhook webhook;
    private final InstantSource clock;

    @Activate
    public WebhookChannel(AlertComponent.Config config) {
        this(new Webhook(Set.copyOf(List.of(config.webhookHosts()))), InstantSource.system());
    }

    WebhookChannel(Webhook webhook, InstantSource clock) {
        this.webhook = webhook;
        this.clock = clock;
    }

    @Override
    public ChannelInfo info() {
        return INFO;
    }

    @Override
    public void deliver(AlertNotice notice, Map<String, String> settings) throws ExtensionException {
        if (!settings.containsKey(SECRET))
            throw new DeliveryFailure("webhook-no-secret", List.of(), "the webhook secret cannot be read: enter it again");
        try {
            webhook.send(settings.getOrDefault(URL, ""), settings.get(SECRET), new AlertMessage(notice), clock.instant());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ExtensionException("the node is stopping", true, e);
        }
    }

    @Deactivate
    public void stop() {
        webhook.close();
    }
}
