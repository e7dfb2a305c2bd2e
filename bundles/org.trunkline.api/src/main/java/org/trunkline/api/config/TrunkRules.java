package org.trunkline.api.config;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import org.trunkline.api.FieldError;
import org.trunkline.domain.config.AddressBlock;
import org.trunkline.domain.config.Names;
import org.trunkline.domain.config.NumberRules;
import org.trunkline.domain.config.Srtp;
import org.trunkline.domain.config.Transport;

/** What a trunk may look like; asks no node and no name server, so it serves while typing. */
public final class TrunkRules {
    public static final int MAX_CALLS = 100_000;
    public static final int MAX_CALLS_PER_SECOND = 10_000;
    public static final int MAX_INBOUND_ADDRESSES = 64;
    public static final int MIN_EXPIRES_SECONDS = 60;
    public static final int MAX_EXPIRES_SECONDS = 86_400;
    public static final int MIN_OPTIONS_SECONDS = 5;
    public static final int MAX_OPTIONS_SECONDS = 3600;
    public static final int MAX_ANSWER_SECONDS = 600;
    private static final int MAX_STRIP = 20;
    private static final int MAX_CREDENTIAL = 128;
    private static final Set<String> REGIONS = Set.of(Locale.getISOCountries());
    /** Quotes and control characters would end the quoted-string of a digest header. */
    private static final Pattern AUTH_USER = Pattern.compile("[^\\p{Cntrl}\"\\\\<>\\s]{1,128}");

    private TrunkRules() {}

    /** @param passwordKept whether the registration has a password already, so that none need be given */
    public static List<FieldError> check(TrunkDraft draft, boolean passwordKept) {
        var found = new Findings();
        if (found.required("name", draft.name(), "name") && !Names.isTrunkName(draft.name()))
            found.add("name", "not-trunk-name", "name \"" + draft.name() + "\" is not 1 to 64 characters without a"
                    + " slash, control character or outer space", draft.name());
        host(found, draft.host());
        found.range("port", draft.port(), 0, 65_535);
        if (draft.port() == 0 && AddressBlock.parseAddress(draft.host()).isPresent())
            found.add("port", "needs-name", "port 0 asks DNS for port and transport, so the host must be a name");
        inboundAddresses(found, draft.inboundAddresses());
        draft.registration().ifPresent(registration -> registration(found, registration, passwordKept));
        found.range("maxCalls", draft.maxCalls(), 0, MAX_CALLS);
        found.range("maxCallsPerSecond", draft.maxCallsPerSecond(), 0, MAX_CALLS_PER_SECOND);
        numbers(found, draft);
        if (draft.optionsSeconds() != 0)
            found.range("optionsSeconds", draft.optionsSeconds(), MIN_OPTIONS_SECONDS, MAX_OPTIONS_SECONDS);
        found.range("answerSeconds", draft.answerSeconds(), 1, MAX_ANSWER_SECONDS);
        security(found, draft);
        draft.tariff().ifPresent(tariff -> TariffRules.check(found, tariff));
        return found.list();
    }

    private static void host(Findings found, String host) {
        if (!found.required("host", host, "host"))
            return;
        if (!Names.isHost(host))
            found.add("host", "not-host", "host \"" + host + "\" is not a host name, an IPv4 address or an IPv6 address",
                    host);
        else if (AddressBlock.parseAddress(host).filter(a -> a.isAnyLocalAddress() || a.isMulticastAddress()).isPresent())
            found.add("host", "not-reachable", "host \"" + host + "\" is not the address of one machine", host);
    }

    private static void inboundAddresses(Findings found, List<String> addresses) {
        if (addresses.size() > MAX_INBOUND_ADDRESSES) {
            found.add("inboundAddresses", "too-many", "there are " + addresses.size() + " addresses, at most "
                    + MAX_INBOUND_ADDRESSES + " are allowed", addresses.size(), MAX_INBOUND_ADDRESSES);
            return;
        }
        for (int i = 0; i < addresses.size(); i++) {
            String text = addresses.get(i);
            String field = "inboundAddresses[" + i + "]";
            var block = AddressBlock.parse(text);
            if (block.isEmpty())
                found.add(field, "not-address", "\"" + text + "\" is not an IP address or CIDR block such as"
                        + " 192.0.2.0/24", text);
            else if (block.get().prefixLength() == 0) // would trust the whole Internet to place calls
                found.add(field, "too-wide", "\"" + text + "\" would trust every address there is", text);
        }
    }

    private static void registration(Findings found, TrunkDraft.Registration registration, boolean passwordKept) {
        String user = registration.username();
        if (found.required("registration.username", user, "the registration's username")
                && !AUTH_USER.matcher(user).matches())
            found.add("registration.username", "not-username", "\"" + user + "\" is not 1 to 128 characters without"
                    + " spaces, quotes, backslashes or angle brackets", user);
        if (registration.password().isEmpty() && !passwordKept)
            found.add("registration.password", "required", "a new registration needs a password");
        registration.password().ifPresent(password -> {
            if (password.isEmpty() || password.length() > MAX_CREDENTIAL)
                found.add("registration.password", "password-length", "the password has " + password.length()
                        + " characters, 1 to " + MAX_CREDENTIAL + " are allowed", password.length(), 1, MAX_CREDENTIAL);
            else if (password.chars().anyMatch(Character::isISOControl))
                found.add("registration.password", "control-character", "the password contains a control character");
        });
        found.range("registration.expiresSeconds", registration.expiresSeconds(), MIN_EXPIRES_SECONDS,
                MAX_EXPIRES_SECONDS);
    }

    private static void numbers(Findings found, TrunkDraft draft) {
        boolean known = REGIONS.contains(draft.region());
        if (!draft.region().isEmpty() && !known)
            found.add("region", "not-region", "region \"" + draft.region() + "\" is not an ISO 3166 code of two capital"
                    + " letters such as SE", draft.region());
        rules(found, "outbound", draft.outbound(), draft.region());
        rules(found, "inbound", draft.inbound(), draft.region());
        draft.callerId().ifPresent(number -> PhoneNumberRules.e164(found, "callerId", number));
    }

    private static void security(Findings found, TrunkDraft draft) {
        var security = draft.security();
        boolean tls = draft.transport() == Transport.TLS;
        if (!Transport.OF_TRUNKS.contains(draft.transport()))
            found.add("transport", "not-for-trunks", "a trunk is called over UDP, TCP or TLS: WebSockets are opened by phones");
        if (security.srtp() != Srtp.NEVER && !tls)
            found.add("security.srtp", "needs-tls", "SRTP needs the transport TLS: its keys would be sent for all to"
                    + " read");
        if (security.mutualTls() && !tls)
            found.add("security.mutualTls", "needs-tls", "certificates are shown over the transport TLS only");
        security.certificateName().filter(name -> !Names.isHost(name)).ifPresent(name ->
                found.add("security.certificateName", "not-host", "certificateName \"" + name + "\" is not a host name,"
                        + " an IPv4 address or an IPv6 address", name));
    }

    private static void rules(Findings found, String field, TrunkDraft.Rules rules, String region) {
        found.range(field + ".strip", rules.strip(), 0, MAX_STRIP);
        RouteRules.prefix(found, field + ".prefix", rules.prefix());
        if (rules.format() == NumberRules.Format.NATIONAL && region.isEmpty())
            found.add(field + ".format", "needs-region", "national numbers need the trunk's region, such as SE");
    }
}
