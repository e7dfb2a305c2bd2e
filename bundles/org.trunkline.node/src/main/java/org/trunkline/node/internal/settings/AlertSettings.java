package org.trunkline.node.internal.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Where alerts may go.
 *
 * @param webhookHosts hosts that webhooks may be at, lower case; no others, so that nobody makes the node ask inside
 *        its own network
 * @param smtpHost empty where no mail is sent
 * @param smtpSecurity {@code starttls}, {@code tls} or {@code none}
 * @param account of the mail server
 */
public record AlertSettings(List<String> webhookHosts, String smtpHost, int smtpPort, String smtpSecurity, Account account,
        String mailFrom) {
    static final AlertSettings NONE = new AlertSettings(List.of(), "", 0, "none", Account.NONE, "");
    static final String SENDER_MISSING = "sender-missing";
    private static final int SUBMISSION = 587;
    private static final int SUBMISSIONS = 465;

    /** @param passwordFile file of the password, which wins over it; or empty */
    public record Account(String user, String password, String passwordFile) {
        public static final Account NONE = new Account("", "", "");

        /** Tells no password. */
        @Override
        public String toString() {
            return "Account[" + user + "]";
        }
    }

    public AlertSettings {
        webhookHosts = List.copyOf(webhookHosts);
    }

    static AlertSettings read(SettingReader reader) throws NodeSettings.BadSetting {
        var hosts = Arrays.stream(reader.text("trunkline.webhook.hosts").toLowerCase(Locale.ROOT).split("[\\s,]+"))
                .filter(h -> !h.isEmpty()).toList();
        var host = reader.text("trunkline.smtp.host");
        var security = reader.text("trunkline.smtp.security");
        var from = reader.text("trunkline.smtp.from");
        if (!host.isEmpty() && from.isEmpty())
            throw new NodeSettings.BadSetting("trunkline.smtp.from", SENDER_MISSING, from,
                    "must be the sender address of alerts, such as trunkline@example.com");
        var port = reader.text("trunkline.smtp.port");
        return new AlertSettings(hosts, host, port.isEmpty() ? security.equals("tls") ? SUBMISSIONS : SUBMISSION
                : Integer.parseInt(port), security, new Account(reader.text("trunkline.smtp.user"),
                        reader.text("trunkline.smtp.password"), reader.text("trunkline.smtp.password-file")), from);
    }

    /** Of PID org.trunkline.alert. */
    public Map<String, Object> properties() {
        return Map.of("webhookHosts", webhookHosts.toArray(String[]::new), "smtpHost", smtpHost, "smtpPort", smtpPort,
                "smtpSecurity", smtpSecurity, "smtpUser", account.user(), "smtpPassword", account.password(),
                "smtpPasswordFile", account.passwordFile(), "mailFrom", mailFrom);
    }
}
