package org.trunkline.api.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.trunkline.api.FieldError;
import org.trunkline.api.mail.Mail;
import org.trunkline.domain.config.ChannelUse;
import org.trunkline.domain.config.Names;

/** Checks a saved search; needs no node, so a form can use it on each keystroke. */
public final class SavedSearchRules {
    public static final int MAX_QUERY = 4096;
    public static final int MAX_OWNER = 64;
    public static final long MAX_LAST_SECONDS = 366L * 86_400;
    public static final int MAX_MATCHES = 10_000;
    public static final int MAX_MINUTES = 1440;
    public static final int MAX_MAIL_TO = 10;
    public static final int MAX_CHANNELS = 10;
    private static final int MAX_SETTINGS = 60;
    private static final int MAX_CHANNEL = 300;
    private static final int MAX_VALUE = 4_000;
    public static final int MIN_SECRET = 16;
    private static final int MAX_SECRET = 256;
    private static final int MAX_URL = 1024;

    private SavedSearchRules() {}

    /** @param secretKept whether the webhook has a secret already, so that none need be given */
    public static List<FieldError> check(SavedSearchDraft draft, boolean secretKept) {
        var found = new Findings();
        if (found.required("name", draft.name(), "name") && !Names.isTrunkName(draft.name()))
            found.add("name", "not-a-name", "name \"" + draft.name() + "\" is not 1 to 64 characters without a slash,"
                    + " control character or outer space", draft.name());
        found.length("query", draft.query(), MAX_QUERY);
        found.range("lastSeconds", draft.lastSeconds(), 0, MAX_LAST_SECONDS);
        if (found.required("owner", draft.owner(), "owner"))
            found.length("owner", draft.owner(), MAX_OWNER);
        draft.alert().ifPresent(alert -> alert(found, alert, secretKept));
        return found.list();
    }

    private static void alert(Findings found, SavedSearchDraft.Alert alert, boolean secretKept) {
        found.range("alert.matches", alert.matches(), 1, MAX_MATCHES);
        found.range("alert.withinMinutes", alert.withinMinutes(), 1, MAX_MINUTES);
        found.range("alert.quietMinutes", alert.quietMinutes(), 1, MAX_MINUTES);
        alert.webhook().ifPresent(url -> webhook(found, url));
        if (alert.webhook().isPresent())
            secret(found, alert, secretKept);
        if (alert.mailTo().size() > MAX_MAIL_TO)
            found.add("alert.mailTo", "too-many", "alert.mailTo has " + alert.mailTo().size() + " addresses, at most "
                    + MAX_MAIL_TO + " are allowed", alert.mailTo().size(), MAX_MAIL_TO);
        for (int i = 0; i < alert.mailTo().size(); i++) {
            var address = alert.mailTo().get(i);
            if (!Mail.isAddress(address))
                found.add("alert.mailTo[" + i + "]", "not-mail", "\"" + address
                        + "\" is not an e-mail address such as noc@example.com", address);
        }
        channels(found, alert.channels());
    }

    /** Checks bounds only: the node of the channel checks its fields. */
    private static void channels(Findings found, List<ChannelUse> channels) {
        if (channels.size() > MAX_CHANNELS)
            found.add("alert.channels", "too-many", "alert.channels has " + channels.size() + " elements, at most "
                    + MAX_CHANNELS + " are allowed", channels.size(), MAX_CHANNELS);
        var ids = new HashSet<String>();
        for (int i = 0; i < channels.size(); i++) {
            var use = channels.get(i);
            var path = "alert.channels[" + i + "].";
            if (found.required(path + "channel", use.channel(), "channel") && !ids.add(use.channel()))
                found.add(path + "channel", "duplicate", "the channel \"" + use.channel() + "\" is listed twice", use.channel());
            found.length(path + "channel", use.channel(), MAX_CHANNEL);
            if (use.settings().size() > MAX_SETTINGS)
                found.add(path + "settings", "too-many", path + "settings has " + use.settings().size()
                        + " values, at most " + MAX_SETTINGS + " are allowed", use.settings().size(), MAX_SETTINGS);
            use.settings().forEach((name, value) -> found.length(path + "settings." + name, value, MAX_VALUE));
        }
    }

    /** Never repeats the secret in a message. */
    private static void secret(Findings found, SavedSearchDraft.Alert alert, boolean secretKept) {
        if (alert.secret().isEmpty() && !secretKept)
            found.add("alert.secret", "required", "a new webhook needs a secret, so that the receiver can verify the node");
        alert.secret().ifPresent(secret -> {
            if (secret.length() < MIN_SECRET || secret.length() > MAX_SECRET)
                found.add("alert.secret", "secret-length", "the secret has " + secret.length() + " characters, "
                        + MIN_SECRET + " to " + MAX_SECRET + " are allowed", secret.length(), MIN_SECRET, MAX_SECRET);
            else if (secret.chars().anyMatch(Character::isISOControl))
                found.add("alert.secret", "control-character", "the secret contains a control character");
        });
    }

    private static void webhook(Findings found, String url) {
        try {
            var uri = new URI(url);
            boolean web = uri.getScheme() != null
                    && Set.of("http", "https").contains(uri.getScheme().toLowerCase(Locale.ROOT));
            if (web && uri.getHost() != null && uri.getUserInfo() == null && uri.getFragment() == null
                    && url.length() <= MAX_URL)
                return;
        } catch (URISyntaxException e) {
            // told below
        }
        found.add("alert.webhook", "not-url", "alert.webhook is not an http or https URL without user and fragment, such as"
                + " https://hooks.example.com/trunkline", url.substring(0, Math.min(80, url.length())));
    }
}
