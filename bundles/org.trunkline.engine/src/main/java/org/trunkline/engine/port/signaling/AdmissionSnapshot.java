package org.trunkline.engine.port.signaling;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * All that the signalling adapter knows of the node to admit or refuse a message without asking the engine. Immutable; the
 * engine publishes another one on each change ({@link Signaling#admission}).
 *
 * @param trunks addresses of trunks
 * @param registered addresses that subscribers are registered from
 * @param emergencyNumbers digits, such as 112
 * @param certificateNames the name that a trunk's certificate must have, by the trunk's host in lower case
 */
public record AdmissionSnapshot(AddressTrie<?> trunks, AddressSet registered, Set<String> emergencyNumbers,
        Map<String, String> certificateNames, Load load) {
    /** Of a node that has nothing. */
    public static final AdmissionSnapshot NOTHING =
            new AdmissionSnapshot(new AddressTrie<>(List.of()), AddressSet.EMPTY, Set.of(), Map.of(), Load.EASY);
    /** RFC 5031 §4.2: {@code urn:service:sos}, {@code urn:service:sos.ambulance}. */
    private static final String SERVICE = "urn:service:sos";
    private static final String TEL = "tel:";
    /** They mean nothing (RFC 3966 §5.1.1). */
    private static final String SEPARATORS = "-.()";
    private static final int HEX = 16;

    /**
     * How new calls fare that were handed up.
     *
     * @param behind they wait for a processor: the next ones better wait where they can be refused
     * @param overloaded they wait too long: refuse more with 503 before anything is spent on them
     */
    public record Load(boolean behind, boolean overloaded) {
        public static final Load EASY = new Load(false, false);
    }

    public AdmissionSnapshot {
        requireNonNull(trunks);
        requireNonNull(registered);
        emergencyNumbers = Set.copyOf(emergencyNumbers);
        certificateNames = Map.copyOf(certificateNames);
        requireNonNull(load);
    }

    /** What a source is to this node: whether it may be dropped for how it behaves. */
    public SourceTrust standing(InetAddress source) {
        if (!trunks.longest(source).isEmpty())
            return SourceTrust.TRUNK;
        return registered.contains(source) ? SourceTrust.REGISTERED : SourceTrust.STRANGER;
    }

    /** The name that the certificate of a host must have over TLS. */
    public String certificateName(String host) {
        return certificateNames.getOrDefault(host.toLowerCase(Locale.ROOT), host);
    }

    /** Whether an INVITE to this URI is an emergency call: it is refused for no limit, nor while draining. */
    public boolean emergency(String requestUri) {
        if (emergencyNumbers.isEmpty())
            return false;
        return isEmergencyService(requestUri) || emergencyNumbers.contains(digits(requestUri));
    }

    /** Whether an emergency service is called by its name rather than by a number. */
    public static boolean isEmergencyService(String uri) {
        return uri.regionMatches(true, 0, SERVICE, 0, SERVICE.length())
                && (uri.length() == SERVICE.length() || uri.charAt(SERVICE.length()) == '.');
    }

    /** The user part of a SIP URI, or the number of a tel URI, without a plus in front; empty where it has none. */
    private static String digits(String uri) {
        boolean tel = uri.regionMatches(true, 0, TEL, 0, TEL.length());
        int end = tel ? uri.length() : uri.indexOf('@');
        var digits = new StringBuilder();
        for (int i = uri.indexOf(':') + 1; i < end; i++) {
            char c = uri.charAt(i);
            if (c == ';' || c == ':')
                break;
            if (c == '%' && !tel && i + 2 < end) {
                c = (char) (Character.digit(uri.charAt(i + 1), HEX) * HEX + Character.digit(uri.charAt(i + 2), HEX));
                i += 2;
            }
            boolean separates = tel && SEPARATORS.indexOf(c) >= 0 || c == '+' && digits.isEmpty();
            if (!separates)
                digits.append(c);
        }
        return digits.toString();
    }

    /** The same with other registrations. */
    public AdmissionSnapshot registered(AddressSet sources) {
        return new AdmissionSnapshot(trunks, sources, emergencyNumbers, certificateNames, load);
    }

    /** The same at another load. */
    public AdmissionSnapshot under(Load now) {
        return new AdmissionSnapshot(trunks, registered, emergencyNumbers, certificateNames, now);
    }
}
