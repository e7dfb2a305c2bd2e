package org.trunkline.node.internal.routing;

import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.trunkline.spi.ExtensionException;
import org.trunkline.spi.number.NumberFacts;
import org.trunkline.spi.number.NumberLookup;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.NAPTRRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * Asks the DNS about a telephone number: the SIP URI that it is reached at (ENUM, RFC 6116), and the routing number of a
 * ported one (RFC 4769). <b>Threads:</b> any; waits for a name server.
 */
final class EnumLookup implements NumberLookup {
    private static final Duration UNKNOWN = Duration.ofMinutes(5);
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final int MOST_REDIRECTS = 3;
    private static final Pattern ESCAPED = Pattern.compile("\\\\(?:([0-9]{3})|(.))");
    private static final Pattern ROUTING_NUMBER = Pattern.compile("(?i);rn=(\\+[-.()0-9]{2,30})");

    private final Resolver resolver;
    private final Name suffix;

    /** @param suffix such as {@code e164.arpa} */
    EnumLookup(Resolver resolver, String suffix) throws TextParseException {
        this.resolver = resolver;
        this.suffix = Name.fromString(suffix, Name.root);
    }

    @Override
    public NumberFacts lookup(String number) throws ExtensionException {
        var digits = new StringBuilder(number.substring(1)).reverse();
        try {
            return lookup(number, Name.fromString(String.join(".", digits.toString().split("")), suffix), MOST_REDIRECTS);
        } catch (TextParseException e) {
            return NumberFacts.NONE;
        }
    }

    private NumberFacts lookup(String number, Name domain, int redirects) throws ExtensionException {
        var rules = ask(domain);
        for (var rule : rules) {
            if (rule.getFlags().isEmpty() && !rule.getReplacement().equals(Name.root) && redirects > 0)
                return lookup(number, rule.getReplacement(), redirects - 1); // RFC 6116 §5.2.1: not the last rule
        }
        var uri = rules.stream().filter(rule -> serves(rule, "sip")).findFirst().flatMap(rule -> rewritten(rule, number));
        var routing = rules.stream().filter(rule -> serves(rule, "pstn")).findFirst()
                .flatMap(rule -> rewritten(rule, number)).flatMap(EnumLookup::routingNumber);
        var ttl = rules.stream().map(rule -> Duration.ofSeconds(rule.getTTL())).min(Comparator.naturalOrder()).orElse(UNKNOWN);
        return new NumberFacts(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), OptionalInt.empty(),
                uri, routing, Optional.empty(), ttl.compareTo(LONGEST) < 0 ? ttl : LONGEST);
    }

    /** By order and preference (RFC 3403 §4.1). */
    private List<NAPTRRecord> ask(Name domain) throws ExtensionException {
        try {
            Message answer = resolver.send(Message.newQuery(Record.newRecord(domain, Type.NAPTR, DClass.IN)));
            if (answer.getRcode() != Rcode.NOERROR && answer.getRcode() != Rcode.NXDOMAIN)
                throw new ExtensionException("the name server answered " + Rcode.string(answer.getRcode()) + " for "
                        + suffix + "; check trunkline.enum.suffix and trunkline.dns", true);
            return answer.getSection(Section.ANSWER).stream().filter(NAPTRRecord.class::isInstance)
                    .map(NAPTRRecord.class::cast).sorted(Comparator.comparingInt(NAPTRRecord::getOrder)
                            .thenComparingInt(NAPTRRecord::getPreference)).toList();
        } catch (IOException e) {
            throw new ExtensionException("no name server answered for " + suffix + "; check trunkline.dns", true, e);
        }
    }

    /** {@code E2U+sip}, {@code E2U+pstn:tel+pstn:sip} (RFC 6116 §3.4.2). */
    private static boolean serves(NAPTRRecord rule, String type) {
        var words = rule.getService().toLowerCase(Locale.ROOT).split("\\+");
        return rule.getFlags().equalsIgnoreCase("u") && words[0].equals("e2u") && List.of(words).stream().skip(1)
                .anyMatch(word -> word.equals(type) || word.startsWith(type + ':'));
    }

    /** {@code !^\+46(.*)$!sip:\1@example.com!} (RFC 3402 §3.2). */
    private static Optional<String> rewritten(NAPTRRecord rule, String number) {
        String text = unescaped(rule.getRegexp());
        if (text.length() < 3)
            return Optional.empty();
        var parts = text.split(Pattern.quote(text.substring(0, 1)), -1);
        if (parts.length != 4)
            return Optional.empty();
        try {
            var matcher = Pattern.compile(parts[1], parts[3].equals("i") ? Pattern.CASE_INSENSITIVE : 0).matcher(number);
            return matcher.find() ? Optional.of(filledIn(parts[2], matcher)) : Optional.empty();
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) { // somebody else's rule: no pattern, or no such group
            return Optional.empty();
        }
    }

    /** The library writes backslashes, quotes and what cannot be printed as zone files do (RFC 1035 §5.1). */
    private static String unescaped(String text) {
        return ESCAPED.matcher(text).replaceAll(found -> Matcher.quoteReplacement(found.group(1) == null ? found.group(2)
                : String.valueOf((char) Integer.parseInt(found.group(1)))));
    }

    private static String filledIn(String template, Matcher matcher) {
        var out = new StringBuilder();
        for (int i = 0; i < template.length(); i++) {
            char c = template.charAt(i);
            if (c == '\\' && i + 1 < template.length()) {
                char next = template.charAt(++i);
                out.append(Character.isDigit(next) ? Optional.ofNullable(matcher.group(next - '0')).orElse("") : next);
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static Optional<String> routingNumber(String uri) {
        var found = ROUTING_NUMBER.matcher(uri);
        return found.find() ? Optional.of('+' + found.group(1).replaceAll("[^0-9]", "")) : Optional.empty();
    }
}
