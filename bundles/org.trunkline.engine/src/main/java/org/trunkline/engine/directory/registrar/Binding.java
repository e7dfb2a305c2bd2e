package org.trunkline.engine.directory.registrar;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

import org.trunkline.domain.config.AddressBlock;
import org.trunkline.domain.config.Transport;
import org.trunkline.engine.port.config.ConfigStore.StoredBinding;
import org.trunkline.engine.port.routing.Directory.Contact;
import org.trunkline.engine.port.signaling.DeviceFlow;

/**
 * One contact of a subscriber.
 *
 * @param source where its REGISTER came from
 * @param behindNat whether calls go back to the source rather than to the URI's own host
 * @param q preference as registered, 0 to 1
 * @param flow which phone it is of
 */
public record Binding(String username, String contact, InetSocketAddress source, boolean behindNat, String transport,
        String callId, long cseq, Instant expiresAt, String userAgent, List<String> path, Optional<Float> q, DeviceFlow flow) {
    private static final Pattern SIP_URI =
            Pattern.compile("(?i)(sips?):(?:([^@<>\\s\"]*)@)?(\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9._-]+)(?::(\\d{1,5}))?"
                    + "(;[^<>\\s\"?]*)?");
    private static final Pattern SOURCE = Pattern.compile("(\\[[0-9A-Fa-f:.]+\\]|[0-9.]+):(\\d{1,5})");
    private static final int MAX_PORT = 65_535;

    public Binding {
        path = List.copyOf(path);
    }

    static boolean isContactUri(String uri) {
        var m = SIP_URI.matcher(uri);
        return m.matches() && (m.group(4) == null || Integer.parseInt(m.group(4)) <= MAX_PORT);
    }

    /** What makes two contacts the same (RFC 3261 §19.1.4, without the rarer parameters). */
    static String identity(String uri) {
        var m = SIP_URI.matcher(uri);
        if (!m.matches())
            return uri;
        String parameters = Optional.ofNullable(m.group(5)).orElse("").toLowerCase(Locale.ROOT);
        int transport = parameters.indexOf(";transport=");
        int end = transport < 0 ? -1 : parameters.indexOf(';', transport + 1);
        String over = transport < 0 ? ";transport=udp" : parameters.substring(transport, end < 0 ? parameters.length() : end);
        return m.group(1).toLowerCase(Locale.ROOT) + ':' + Optional.ofNullable(m.group(2)).orElse("") + '@'
                + m.group(3).toLowerCase(Locale.ROOT) + ':' + Optional.ofNullable(m.group(4)).orElse("") + over;
    }

    /** Those that a binding of this contact replaces: of the same flow (RFC 5626 §6) and of the same URI. */
    static List<Binding> same(List<Binding> all, String uri, DeviceFlow flow) {
        if (!flow.isFlow())
            return same(all, uri);
        var sameUri = same(all, uri);
        return all.stream().filter(each -> each.flow.equals(flow) || sameUri.contains(each)).toList();
    }

    /** The bindings whose contact equals the URI (RFC 3261 §19.1.4). A contact written identically is the only one: it replaced the others. */
    private static List<Binding> same(List<Binding> all, String uri) {
        for (var each : all)
            if (each.contact.equals(uri))
                return List.of(each);
        String identity = identity(uri);
        return all.stream().filter(each -> identity(each.contact).equals(identity)).toList();
    }

    public Contact toContact() {
        // a flow is where it was opened from, whatever its URI says (RFC 5626 §5.3)
        boolean back = behindNat || flow.isFlow() && Transport.of(transport) != Transport.UDP;
        return new Contact(contact, back ? Optional.of(source) : Optional.empty(), transport, path, flow);
    }

    StoredBinding toStored() {
        String host = source.getAddress().getHostAddress();
        return new StoredBinding(username, contact, (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":"
                + source.getPort(), transport, callId, cseq, expiresAt, userAgent, path, q, flow);
    }

    /** Empty where the store holds what nobody of us wrote. NAT is told from the address in the contact. */
    public static Optional<Binding> of(StoredBinding stored) {
        var uri = SIP_URI.matcher(stored.contact());
        var source = SOURCE.matcher(stored.source());
        if (!uri.matches() || !source.matches() || Integer.parseInt(source.group(2)) > MAX_PORT)
            return Optional.empty();
        return AddressBlock.parseAddress(bare(source.group(1))).map(address -> {
            boolean nat = !AddressBlock.parseAddress(bare(uri.group(3))).equals(Optional.of(address));
            return new Binding(stored.username(), stored.contact(),
                    new InetSocketAddress(address, Integer.parseInt(source.group(2))), nat, stored.transport(),
                    stored.callId(), stored.cseq(), stored.expiresAt(), stored.userAgent(), stored.path(), stored.q(), stored.flow());
        });
    }

    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
