package org.trunkline.examples.enumlrn;

import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import org.trunkline.spi.ExtensionException;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NAPTRRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.DClass;

/** Asks for the SIP URI of a number (ENUM, RFC 6116). */
final class EnumQuery {
    /** Below the budget of a lookup, so that there is time for an answer of our own. */
    private static final Duration PATIENCE = Duration.ofMillis(250);
    /** Longer expressions of a stranger's could keep a thread busy. */
    private static final int LONGEST_EXPRESSION = 120;
    private static final int DNS = 53;

    /** @param ttl how long it holds */
    record Answer(String uri, Duration ttl) {}

    private final String zone;
    private final SimpleResolver resolver;

    /** @param server host or host:port; empty for the system's */
    EnumQuery(String zone, String server) throws UnknownHostException {
        this.zone = zone;
        resolver = server.isEmpty() ? new SimpleResolver() : new SimpleResolver(address(server));
        resolver.setTimeout(PATIENCE);
    }

    private static InetSocketAddress address(String server) {
        int colon = server.lastIndexOf(':');
        return colon < 0 ? new InetSocketAddress(server, DNS)
                : new InetSocketAddress(server.substring(0, colon), Integer.parseInt(server.substring(colon + 1)));
    }

    /** @param number E.164 with the plus */
    Optional<Answer> ask(String number) throws ExtensionException {
        var answer = send(question(number));
        if (answer.getRcode() == Rcode.NXDOMAIN)
            return Optional.empty();
        if (answer.getRcode() != Rcode.NOERROR)
            throw new ExtensionException("The name server answered " + Rcode.string(answer.getRcode()) + " for " + zone, true);
        return answer.getSection(Section.ANSWER).stream().filter(NAPTRRecord.class::isInstance).map(NAPTRRecord.class::cast)
                .filter(r -> r.getFlags().equalsIgnoreCase("u"))
                .filter(r -> r.getService().toLowerCase(Locale.ROOT).equals("e2u+sip"))
                .sorted(Comparator.comparingInt(NAPTRRecord::getOrder).thenComparingInt(NAPTRRecord::getPreference))
                .flatMap(r -> uri(unescaped(r.getRegexp()), number).map(u -> new Answer(u, Duration.ofSeconds(r.getTTL()))).stream())
                .findFirst();
    }

    private Message question(String number) throws ExtensionException {
        var name = new StringBuilder();
        for (int i = number.length() - 1; i > 0; i--)
            name.append(number.charAt(i)).append('.');
        try {
            var message = Message.newQuery(Record.newRecord(Name.fromString(name + zone + "."), Type.NAPTR, DClass.IN));
            message.getHeader().setFlag(Flags.RD);
            return message;
        } catch (TextParseException e) {
            throw new ExtensionException("The setting ENUM zone is not a domain: " + zone, false, e);
        }
    }

    private Message send(Message question) throws ExtensionException {
        try {
            return resolver.send(question);
        } catch (java.io.IOException e) {
            throw new ExtensionException("The name server does not answer: " + e.getMessage(), true, e);
        }
    }

    /** Without the backslashes of zone files, which dnsjava writes before quotes and backslashes. */
    private static String unescaped(String text) {
        return text.replaceAll("\\\\(.)", "$1");
    }

    /** The rewritten number, by {@code delimiter expression delimiter replacement delimiter} (RFC 3402 §3.2). */
    static Optional<String> uri(String regexp, String number) {
        if (regexp.length() < 3 || regexp.length() > LONGEST_EXPRESSION)
            return Optional.empty();
        var parts = Arrays.asList(regexp.substring(1).split(Pattern.quote(regexp.substring(0, 1)), -1));
        if (parts.size() < 2)
            return Optional.empty();
        try {
            var matcher = Pattern.compile(parts.get(0)).matcher(number);
            if (!matcher.find())
                return Optional.empty();
            var uri = matcher.replaceFirst(parts.get(1).replace("$", "\\$").replaceAll("\\\\([1-9])", "\\$$1"));
            return Optional.of(uri).filter(u -> u.matches("sips?:[^\\s@]+@[^\\s@]+"));
        } catch (PatternSyntaxException | IndexOutOfBoundsException e) {
            return Optional.empty(); // a broken record counts as none
        }
    }
}
