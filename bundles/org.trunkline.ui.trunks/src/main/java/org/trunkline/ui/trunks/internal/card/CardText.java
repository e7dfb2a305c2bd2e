package org.trunkline.ui.trunks.internal.card;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.trunkline.api.phone.PhoneCard;
import org.trunkline.ui.Texts;

/** A card in words, for the clipboard, paper and mail. */
record CardText(PhoneCard card, Texts texts, ZoneId zone) {
    /** What a phone is given, by its name in the desk's language. */
    Map<String, String> lines() {
        var lines = new LinkedHashMap<String, String>();
        lines.put(texts.get("card.server"), card.server().host());
        lines.put(texts.get("card.port"), String.valueOf(card.server().port()));
        lines.put(texts.get("card.transport"), card.server().transport().name());
        lines.put(texts.get("card.user"), card.username());
        lines.put(texts.get("card.password"), card.password().given().orElse(""));
        return lines;
    }

    String title() {
        return texts.get("card.title", card.displayName().isEmpty() ? card.username() : card.displayName());
    }

    /** All of it; the address of the settings only where phones reach it. */
    String all() {
        var settings = card.provisioning().thisMachineOnly() ? "" : "\n" + texts.get("card.settings") + ": "
                + card.provisioning().address() + "\n" + validity() + "\n";
        return lines().entrySet().stream().map(line -> line.getKey() + ": " + line.getValue())
                .collect(Collectors.joining("\n", title() + "\n\n", "\n")) + settings;
    }

    String validity() {
        var time = DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT).withLocale(Locale.getDefault()).withZone(zone);
        return texts.get("card.validity", time.format(card.provisioning().until()), card.provisioning().fetches());
    }

    /** Why a phone elsewhere cannot use it; empty where it can. */
    String warning() {
        if (card.server().thisMachineOnly())
            return texts.get("card.loopback");
        return card.provisioning().thisMachineOnly() ? texts.get("card.no-fetch") : "";
    }

    String mailto() {
        return "mailto:?subject=" + encoded(title()) + "&body=" + encoded(all().replace("\n", "\r\n"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** {@code 192.0.2.10:5060 UDP}. */
    static String shown(PhoneCard.Server server) {
        var host = server.host().indexOf(':') < 0 ? server.host() : '[' + server.host() + ']';
        return host + ':' + server.port() + ' ' + server.transport().name();
    }
}
