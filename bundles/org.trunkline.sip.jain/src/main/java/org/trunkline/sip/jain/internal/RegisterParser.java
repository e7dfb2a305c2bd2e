package org.trunkline.sip.jain.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import org.jspecify.annotations.Nullable;
import org.trunkline.domain.config.Transport;
import org.trunkline.engine.port.signaling.DeviceFlow;
import org.trunkline.engine.port.signaling.RegisterHandler.Register;
import org.trunkline.engine.port.signaling.RegisterHandler.RegisterContact;
import org.trunkline.sip.jain.internal.resolve.Services;
import org.trunkline.sip.jain.internal.wire.Ascii;
import org.trunkline.sip.jain.internal.wire.HeaderName;
import org.trunkline.sip.jain.internal.wire.HeaderValidator;
import org.trunkline.sip.jain.internal.wire.UriScan;

/**
 * Reads a REGISTER from its bytes as phones write it. What is written in another way is left to the stack's parser, which
 * takes several times as long. <b>Threads:</b> one.
 */
final class RegisterParser {
    private static final byte[] SIP = Ascii.bytes("sip:");
    /** More is no time that anybody means. */
    private static final int MOST_DIGITS = 9;

    private final UriScan uris = new UriScan();
    private byte[] in = {};
    private String toUser = "";
    private String toHost = "";
    private String callId = "";
    private long cseq;
    private @Nullable String agent;
    private OptionalInt expires = OptionalInt.empty();
    private boolean wildcard;
    private boolean elsewhere;
    private String source = "";
    private final List<RegisterContact> contacts = new ArrayList<>(1);
    private final List<String> authorization = new ArrayList<>(1);
    private final List<String> path = new ArrayList<>(0);

    /** @param scan which has just read it, and found nothing wrong @return empty where it is unusual */
    Optional<Register> read(byte[] bytes, HeaderValidator scan, InetSocketAddress from) {
        begin(bytes, from);
        var index = scan.index();
        String uri = scan.uri();
        if (!uris.read(Ascii.bytes(uri), 0, uri.length()))
            return Optional.empty();
        for (int i = 0; i < index.size(); i++) {
            var name = index.name(i);
            if (name != null && !header(name, index.value(i), index.valueEnd(i)))
                return Optional.empty();
        }
        int port = scan.via().port() < 0 ? Services.standard(Transport.UDP) : scan.via().port();
        boolean behindNat = elsewhere || port != from.getPort() || !source.equals(plain(scan.via().host()));
        return Optional.of(new Register(uri, toUser, toHost, callId, cseq, contacts, wildcard, expires, authorization, from,
                "udp", behindNat, agent == null ? "" : agent, path, false));
    }

    private void begin(byte[] bytes, InetSocketAddress from) {
        in = bytes;
        toUser = toHost = callId = "";
        cseq = 0;
        agent = null;
        expires = OptionalInt.empty();
        wildcard = elsewhere = false;
        source = from.getAddress().getHostAddress();
        contacts.clear();
        authorization.clear();
        path.clear();
    }

    /** @return false where it is unusual */
    private boolean header(HeaderName name, int value, int end) {
        switch (name) {
            case CONTACT -> {
                return contact(value, end);
            }
            case TO -> {
                return to(value, end);
            }
            case CSEQ -> {
                return cseq(value, end);
            }
            case EXPIRES -> {
                boolean first = expires.isEmpty();
                expires = number(value, end);
                return first && expires.isPresent();
            }
            case CALL_ID -> callId = text(value, end);
            case AUTHORIZATION -> authorization.add(text(value, end));
            case USER_AGENT -> agent = agent == null ? text(value, end) : agent;
            case PATH -> path.add(text(value, end));
            case REQUIRE -> {
                return false;
            }
            case VIA, FROM, MAX_FORWARDS, CONTENT_LENGTH, CONTENT_TYPE, RECORD_ROUTE, ROUTE, EVENT, SUBSCRIPTION_STATE,
                    PROXY_AUTHORIZATION -> {}
        }
        return true;
    }

    private boolean to(int from, int end) {
        int at = address(from, end);
        if (at < 0 || at < end && in[at] != ';')
            return false;
        toUser = uris.user();
        toHost = uris.host();
        return true;
    }

    private boolean cseq(int from, int end) {
        int space = from;
        while (space < end && !Ascii.isSpace(in[space]))
            space++;
        var number = number(from, space);
        cseq = number.orElse(0);
        return number.isPresent();
    }

    private boolean contact(int from, int end) {
        if (end - from == 1 && in[from] == '*') {
            wildcard = true;
            return true;
        }
        int at = address(from, end);
        if (at < 0)
            return false;
        elsewhere |= !source.equals(plain(uris.host()));
        String uri = uris.text();
        OptionalInt seconds = OptionalInt.empty();
        Optional<Float> q = Optional.empty();
        String instance = "";
        int regId = 0;
        while (at < end) {
            int name = at + 1;
            int stop = parameter(at, end);
            if (stop < 0)
                return false;
            int equals = name;
            while (equals < stop && in[equals] != '=')
                equals++;
            if (Ascii.equal(in, name, equals, "expires")) {
                seconds = equals < stop ? number(equals + 1, stop) : OptionalInt.empty();
                if (seconds.isEmpty())
                    return false;
            } else if (Ascii.equal(in, name, equals, "q")) {
                q = equals < stop ? share(equals + 1, stop) : Optional.empty();
                if (q.isEmpty())
                    return false;
            } else if (Ascii.equal(in, name, equals, "+sip.instance")) {
                if (!instance.isEmpty() || stop - equals < 4 || in[equals + 1] != '"' || in[stop - 1] != '"')
                    return false;
                instance = text(equals + 2, stop - 1);
            } else if (Ascii.equal(in, name, equals, "reg-id")) {
                var number = equals < stop ? number(equals + 1, stop) : OptionalInt.empty();
                if (number.isEmpty() || regId > 0)
                    return false;
                regId = number.getAsInt();
            }
            at = stop;
        }
        contacts.add(new RegisterContact(uri, seconds, q, instance.isEmpty() ? DeviceFlow.NONE : DeviceFlow.of(instance, regId)));
        return true;
    }

    /** From one semicolon to the next, without spaces. @return -1 where it is written in another way */
    private int parameter(int from, int end) {
        if (in[from] != ';')
            return -1;
        boolean quoted = false;
        for (int i = from + 1; i < end; i++)
            if (in[i] == '"')
                quoted = !quoted;
            else if (in[i] == '\\' || !quoted && (Ascii.isSpace(in[i]) || in[i] == ',' || in[i] == '<'))
                return -1;
            else if (!quoted && in[i] == ';')
                return i;
        return quoted ? -1 : end;
    }

    /** RFC 3261 §25.1: 0 to 1 with three decimals. */
    private Optional<Float> share(int from, int end) {
        if (from == end || end - from > 5 || in[from] != '0' && in[from] != '1')
            return Optional.empty();
        for (int i = from; i < end; i++)
            if (i == from + 1 ? in[i] != '.' : in[i] < '0' || in[i] > '9')
                return Optional.empty();
        return Optional.of(Float.valueOf(text(from, end))).filter(q -> q <= 1);
    }

    /** A URI in brackets, or bare and alone. @return behind it; -1 where it is written in another way */
    private int address(int from, int end) {
        if (!bare(from, end)) {
            int open = name(from, end) + 1;
            int close = open;
            while (close < end && in[close] != '>')
                close++;
            return close < end && uris.read(in, open, close) ? close + 1 : -1;
        }
        int stop = from;
        while (stop < end && in[stop] != ';')
            stop++;
        return uris.read(in, from, stop) ? stop : -1;
    }

    /** @return where the bracket opens; the end where it does not, or the name is quoted in an unusual way */
    private int name(int from, int end) {
        int at = from;
        if (at < end && in[at] == '"')
            while (++at < end && in[at] != '"')
                if (in[at] == '\\')
                    return end;
        if (at < end && in[at] == '"')
            at++;
        while (at < end && in[at] != '<')
            if (in[at++] == '"')
                return end;
        return at;
    }

    private boolean bare(int from, int end) {
        return end - from > SIP.length && Ascii.equal(in, from, from + SIP.length, SIP);
    }

    private OptionalInt number(int from, int end) {
        if (from == end || end - from > MOST_DIGITS)
            return OptionalInt.empty();
        int number = 0;
        for (int i = from; i < end; i++) {
            if (in[i] < '0' || in[i] > '9')
                return OptionalInt.empty();
            number = number * 10 + in[i] - '0';
        }
        return OptionalInt.of(number);
    }

    private String text(int from, int end) {
        return new String(in, from, end - from, UTF_8);
    }

    private static String plain(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
