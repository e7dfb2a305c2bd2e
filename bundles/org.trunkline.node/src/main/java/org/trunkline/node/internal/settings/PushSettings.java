package org.trunkline.node.internal.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Push messages to phones that sleep.
 *
 * @param hosts of push services, lower case; empty for any with a public address
 * @param text whether what is told of a text message has the beginning of its text
 * @param contact URI of the operator for push services (RFC 8292 §2.1); empty for none
 */
public record PushSettings(boolean on, List<String> hosts, boolean text, String contact) {
    public PushSettings {
        hosts = List.copyOf(hosts);
    }

    static PushSettings read(SettingReader reader) {
        var hosts = Arrays.stream(reader.text("trunkline.push.hosts").toLowerCase(Locale.ROOT).split("[\\s,]+")).filter(h -> !h.isEmpty())
                .toList();
        var mail = reader.text("trunkline.push.contact");
        boolean on = reader.text("trunkline.push").isEmpty() ? reader.yes("trunkline.http.phone") : reader.yes("trunkline.push");
        return new PushSettings(on, hosts, reader.yes("trunkline.push.text"), mail.isEmpty() ? "" : "mailto:" + mail);
    }
}
