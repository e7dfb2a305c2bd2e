package org.trunkline.engine.port.config;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.trunkline.domain.config.AlertRule;
import org.trunkline.domain.config.ChannelUse;
import org.trunkline.domain.config.SavedSearch;

/**
 * A saved search as the texts by path that the audit keeps, without secrets. Each channel of its alert is a line:
 * {@code com.example.pager/page; number=+46701234567}.
 */
public final class SavedSearchTexts {
    private static final String ALERT = "alert.";
    private static final String SEPARATOR = "; ";

    private SavedSearchTexts() {}

    public static Map<String, String> write(SavedSearch search) {
        var texts = new LinkedHashMap<String, String>();
        texts.put("name", search.name());
        texts.put("query", search.query());
        search.last().ifPresent(last -> texts.put("last", last.toString()));
        texts.put("owner", search.owner());
        texts.put("shared", String.valueOf(search.shared()));
        texts.put("tile", String.valueOf(search.tile()));
        search.alert().ifPresent(alert -> {
            texts.put(ALERT + "matches", String.valueOf(alert.matches()));
            texts.put(ALERT + "within", alert.within().toString());
            texts.put(ALERT + "quiet", alert.quiet().toString());
            alert.webhook().ifPresent(webhook -> texts.put(ALERT + "webhook", webhook));
            texts.put(ALERT + "mailTo", String.join("\n", alert.mailTo()));
            texts.put(ALERT + "channels", alert.channels().stream().map(SavedSearchTexts::line).collect(Collectors.joining("\n")));
        });
        return texts;
    }

    private static String line(ChannelUse use) {
        var line = new StringBuilder(escaped(use.channel()));
        use.settings().forEach((name, value) -> line.append(SEPARATOR).append(escaped(name)).append('=').append(escaped(value)));
        return line.toString();
    }

    private static String escaped(String text) {
        return text.replace("%", "%25").replace(";", "%3B").replace("=", "%3D").replace("\n", "%0A");
    }

    private static String plain(String escaped) {
        return escaped.replace("%0A", "\n").replace("%3D", "=").replace("%3B", ";").replace("%25", "%");
    }

    /** Empty where the texts are not those of a saved search. */
    public static Optional<SavedSearch> read(Map<String, String> texts) {
        try {
            return texts.containsKey("name") ? Optional.of(new SavedSearch(texts.get("name"), texts.getOrDefault("query", ""),
                    text(texts, "last").map(Duration::parse), texts.getOrDefault("owner", ""), Boolean.parseBoolean(texts.get("shared")),
                    Boolean.parseBoolean(texts.get("tile")), alert(texts))) : Optional.empty();
        } catch (DateTimeException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<AlertRule> alert(Map<String, String> texts) {
        var matches = text(texts, ALERT + "matches");
        if (matches.isEmpty())
            return Optional.empty();
        return Optional.of(new AlertRule(Integer.parseInt(matches.get()), duration(texts, "within"), duration(texts, "quiet"),
                text(texts, ALERT + "webhook"), lines(texts, "mailTo"), lines(texts, "channels").stream().map(SavedSearchTexts::use).toList()));
    }

    private static Optional<String> text(Map<String, String> texts, String path) {
        return Optional.ofNullable(texts.get(path)).filter(text -> !text.isEmpty());
    }

    private static Duration duration(Map<String, String> texts, String name) {
        return Duration.parse(texts.getOrDefault(ALERT + name, ""));
    }

    private static List<String> lines(Map<String, String> texts, String name) {
        return text(texts, ALERT + name).map(text -> List.of(text.split("\n"))).orElse(List.of());
    }

    private static ChannelUse use(String line) {
        var parts = new ArrayList<>(List.of(line.split(SEPARATOR, -1)));
        String channel = plain(parts.removeFirst());
        var settings = new TreeMap<String, String>();
        for (String part : parts) {
            int equals = part.indexOf('=');
            if (equals < 1)
                throw new IllegalArgumentException("no setting of a channel: " + part);
            settings.put(plain(part.substring(0, equals)), plain(part.substring(equals + 1)));
        }
        return new ChannelUse(channel, settings);
    }
}
