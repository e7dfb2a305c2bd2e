package org.trunkline.examples.alarms;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import org.trunkline.spi.ExtensionException;
import org.trunkline.spi.LocalizedText;
import org.trunkline.spi.config.SettingField;
import org.trunkline.spi.config.SettingField.Choice;
import org.trunkline.spi.config.SettingType;

/** Fields of the forms, and reading of what was entered. */
final class Form {
    private static final int LAST_PORT = 65535;

    private Form() {}

    static SettingField host() {
        return new SettingField("host", SettingType.HOST, LocalizedText.of("Host", "Värd", "主机", "Host"),
                LocalizedText.of("Server that receives the alerts, with its port if it is another",
                        "Server som tar emot larmen, med port om den är en annan", "接收告警的服务器，端口不同时一并写明",
                        "Server penerima peringatan, dengan portanya bila berbeda"),
                true, false, "", Optional.empty(), OptionalLong.empty(), OptionalLong.empty(), List.of());
    }

    static SettingField text(String name, LocalizedText label, LocalizedText help, String fallback, boolean required,
            boolean secret) {
        return new SettingField(name, SettingType.TEXT, label, help, required, secret, "",
                fallback.isEmpty() ? Optional.empty() : Optional.of(fallback), OptionalLong.empty(), OptionalLong.of(200),
                List.of());
    }

    /** The first value is the default. */
    static SettingField choice(String name, LocalizedText label, LocalizedText help, String... values) {
        return new SettingField(name, SettingType.CHOICE, label, help, false, false, "", Optional.of(values[0]),
                OptionalLong.empty(), OptionalLong.empty(),
                List.of(values).stream().map(value -> new Choice(value, LocalizedText.of(value))).toList());
    }

    /** @param port where the form names none */
    record Target(String host, int port) {
        static Target of(Map<String, String> settings, int port) throws ExtensionException {
            var text = settings.getOrDefault("host", "").strip();
            boolean bracketed = text.startsWith("[");
            int colon = bracketed ? text.indexOf(':', text.indexOf(']')) : text.lastIndexOf(':');
            boolean bare = !bracketed && text.indexOf(':') != colon; // an IPv6 address without a port
            var host = colon < 0 || bare ? text : text.substring(0, colon);
            var number = colon < 0 || bare ? String.valueOf(port) : text.substring(colon + 1);
            if (!host.matches("[A-Za-z0-9._:\\[\\]-]{1,253}") || !number.matches("\\d{1,5}")
                    || Integer.parseInt(number) > LAST_PORT || number.equals("0"))
                throw new ExtensionException("Host \"" + text + "\" is not host or host:port: correct it in the alert", false);
            return new Target(host.replaceAll("[\\[\\]]", ""), Integer.parseInt(number));
        }
    }
}
