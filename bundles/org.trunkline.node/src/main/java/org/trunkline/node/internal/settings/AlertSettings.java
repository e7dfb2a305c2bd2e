package org.trunkline.node.internal.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Where alerts may go.
 *
 * @param webhookHosts hosts that webhooks may be at, lower case; no others, so that nobody makes the node ask inside
 *        its own network
 * @param smtpHost empty where no mail is sent
 * @param smtpSecurity {@code starttls}, {@code tls} or {@code none}
 * @param passwordFile of the SMTP account, or empty
 */
public record AlertSettings(List<String> webhookHosts, String smtpHost, int smtpPort, String smtpSecurity, String smtpUser,
        String passwordFile, String mailFrom) {
    static final AlertSettings NONE = new AlertSettings(List.of(), "", 0, "none", "", "", "");
    private static final int SUBMISSION = 587;
    private static final int SUBMISSIONS = 465;
    private static final int MAX_PORT = 65_535;

    public AlertSettings {
        webhookHosts = List.copyOf(webhookHosts);
    }

    static AlertSettings read(Function<String, @Nullable String> properties) throws NodeSettings.BadSetting {
        var hosts = Arrays.stream(text(properties, "trunkline.webhook.hosts", "").toLowerCase(Locale.ROOT)
                .split("[\\s,]+")).filter(h -> !h.isEmpty()).toList();
        var host = text(properties, "trunkline.smtp.host", "");
        var security = text(properties, "trunkline.smtp.security", "starttls").toLowerCase(Locale.ROOT);
        if (!List.of("starttls", "tls", "none").contains(security))
            throw new NodeSettings.BadSetting("trunkline.smtp.security",
                    "trunkline.smtp.security is \"" + security + "\": must be starttls, tls or none");
        var from = text(properties, "trunkline.smtp.from", "");
        if (!host.isEmpty() && !from.matches("[^\\s<>@]{1,64}@[^\\s<>@]{1,255}"))
            throw new NodeSettings.BadSetting("trunkline.smtp.from", "trunkline.smtp.from is \"" + from
                    + "\": must be the sender address of alerts, such as trunkline@example.com");
        return new AlertSettings(hosts, host, port(text(properties, "trunkline.smtp.port",
                String.valueOf(security.equals("tls") ? SUBMISSIONS : SUBMISSION))), security,
                text(properties, "trunkline.smtp.user", ""), text(properties, "trunkline.smtp.password-file", ""), from);
    }

    private static int port(String text) throws NodeSettings.BadSetting {
        if (text.matches("\\d{1,5}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= MAX_PORT)
            return Integer.parseInt(text);
        throw new NodeSettings.BadSetting("trunkline.smtp.port",
                "trunkline.smtp.port is \"" + text + "\": must be a number from 1 to 65535");
    }

    private static String text(Function<String, @Nullable String> properties, String name, String otherwise) {
        var set = properties.apply(name);
        return set == null || set.isBlank() ? otherwise : set.strip();
    }

    /** Of PID org.trunkline.alert. */
    public Map<String, Object> properties() {
        return Map.of("webhookHosts", webhookHosts.toArray(String[]::new), "smtpHost", smtpHost, "smtpPort", smtpPort,
                "smtpSecurity", smtpSecurity, "smtpUser", smtpUser, "smtpPasswordFile", passwordFile,
                "mailFrom", mailFrom);
    }
}
