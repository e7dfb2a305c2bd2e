package org.trunkline.ui.phone.internal.dial;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.trunkline.domain.config.Names;
import org.trunkline.ui.extension.Contact;

/** What a text that somebody typed, or a link, calls. */
public final class DialTarget {
    private static final int MOST = 200;

    private DialTarget() {}

    /**
     * The target of a link: {@code tel:} (RFC 3966) and {@code callto:} give a number, {@code sip:} the URI. Headers and parameters
     * of the link are dropped: they could ask for more than a call.
     *
     * @return empty where it is none
     */
    public static Optional<String> ofLink(String link) {
        int colon = link.indexOf(':');
        String scheme = link.substring(0, Math.max(0, colon)).toLowerCase(Locale.ROOT);
        String rest = bare(link.substring(colon + 1));
        return switch (scheme) {
            case "tel", "callto" -> target(decoded(rest));
            case "sip", "sips" -> rest.indexOf('@') < 0 ? target(decoded(rest)) : Optional.of(scheme + ':' + rest).filter(DialTarget::isUri);
            default -> Optional.empty();
        };
    }

    private static String bare(String text) {
        String withoutSlashes = text.startsWith("//") ? text.substring(2) : text;
        int end = withoutSlashes.length();
        for (char mark : new char[] {';', '?'})
            if (withoutSlashes.indexOf(mark) >= 0)
                end = Math.min(end, withoutSlashes.indexOf(mark));
        return withoutSlashes.substring(0, end);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text; // a percent sign of its own
        }
    }

    private static Optional<String> target(String text) {
        return Optional.of(Names.tidyTarget(text)).filter(Names::isTarget);
    }

    private static boolean isUri(String text) {
        return text.length() <= MOST && text.matches("(?i)sips?:[^\\s<>\"@]{1,64}@[A-Za-z0-9.:\\[\\]-]{1,255}");
    }

    /**
     * What Enter calls: the chosen suggestion, else the text where it is a number or an address or the number of a suggestion,
     * else the first suggestion, else the text.
     *
     * @param chosen index in the suggestions; negative for none
     */
    public static String of(String typed, List<Contact> suggestions, int chosen) {
        String text = typed.strip();
        if (chosen >= 0 && chosen < suggestions.size())
            return suggestions.get(chosen).number();
        String tidy = Names.tidyTarget(text);
        if (Names.isDialled(tidy) || text.indexOf('@') >= 0 || suggestions.stream().anyMatch(s -> s.number().equals(tidy)))
            return tidy;
        return suggestions.isEmpty() ? tidy : suggestions.getFirst().number();
    }
}
