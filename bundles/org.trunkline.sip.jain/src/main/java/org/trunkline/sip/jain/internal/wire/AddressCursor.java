package org.trunkline.sip.jain.internal.wire;

import gov.nist.core.Host;
import gov.nist.core.HostPort;
import gov.nist.core.NameValue;
import gov.nist.javax.sip.address.AddressImpl;
import gov.nist.javax.sip.address.SipUri;
import gov.nist.javax.sip.header.ParametersHeader;

import org.jspecify.annotations.Nullable;

/**
 * Makes the stack's objects of addresses, URIs and parameters of the plain shapes that nearly all have, byte by byte;
 * all else is null, and its parser's business. <b>Threads:</b> one.
 */
final class AddressCursor {
    private static final String[] USUAL = {"UDP", "TCP", "TLS", "tag", "branch", "rport", "received", "transport", "lr",
            "expires"};
    private static final int MOST_PORT_DIGITS = 5;

    final byte[] in;
    int at;
    int end;

    AddressCursor(byte[] in) {
        this.in = in;
    }

    void move(int from, int to) {
        at = from;
        end = to;
    }

    boolean atEnd() {
        return at == end;
    }

    boolean takes(char c) {
        boolean there = at < end && in[at] == c;
        if (there)
            at++;
        return there;
    }

    boolean takes(String text) {
        boolean there = end - at >= text.length() && Ascii.same(in, at, at + text.length(), text);
        if (there)
            at += text.length();
        return there;
    }

    /** @return empty where there is none */
    String token() {
        int start = at;
        while (at < end && Ascii.isToken(in[at]))
            at++;
        return text(start);
    }

    private String text(int start) {
        int size = at - start;
        for (String usual : USUAL)
            if (usual.length() == size && Ascii.same(in, start, at, usual))
                return usual;
        return Ascii.text(in, start, at);
    }

    /** Digits up to the end, few enough for an int. @return -1 where there is something else */
    int number(int most) {
        int number = 0;
        int start = at;
        while (at < end && in[at] >= '0' && in[at] <= '9')
            number = number * 10 + in[at++] - '0';
        return at == start || at - start > most ? -1 : number;
    }

    @Nullable HostPort hostPort() {
        int start = at;
        while (at < end && isHost(in[at]))
            at++;
        if (at == start)
            return null;
        var hostPort = new HostPort();
        hostPort.setHost(new Host(text(start)));
        if (takes(':')) {
            int port = number(MOST_PORT_DIGITS);
            if (port < 0)
                return null;
            hostPort.setPort(port);
        }
        return hostPort;
    }

    private static boolean isHost(byte b) {
        return isAlphanumeric(b) || b == '.' || b == '-' || b == '_';
    }

    private static boolean isAlphanumeric(byte b) {
        return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9';
    }

    /** {@code sip:user@host:port;name=value}, without anything quoted or escaped. */
    @Nullable SipUri uri() {
        boolean secure = takes("sips:");
        if (!secure && !takes("sip:"))
            return null;
        var uri = new SipUri();
        if (secure)
            uri.setScheme("sips");
        int start = at;
        while (at < end && (isHost(in[at]) || in[at] == '+' || in[at] == '*' || in[at] == '~' || in[at] == '!'))
            at++;
        if (at > start && at < end && in[at] == '@')
            uri.setUser(Ascii.text(in, start, at++));
        else
            at = start;
        var hostPort = hostPort();
        if (hostPort == null)
            return null;
        uri.setHostPort(hostPort);
        return parameters(uri) ? uri : null;
    }

    private boolean parameters(SipUri uri) {
        while (takes(';')) {
            String name = word();
            boolean flag = !takes('=');
            String value = flag ? "" : word();
            if (name.isEmpty() || !flag && value.isEmpty())
                return false;
            uri.setUriParameter(new NameValue(name, value, flag));
        }
        return true;
    }

    private String word() {
        int start = at;
        while (at < end && isHost(in[at]))
            at++;
        return text(start);
    }

    /** With brackets, and perhaps a quoted name. */
    @Nullable AddressImpl address() {
        var address = new AddressImpl();
        if (takes('"')) {
            int start = at;
            while (at < end && in[at] >= ' ' && in[at] != '"' && in[at] != '\\' && in[at] != 0x7f)
                at++;
            address.setDisplayName(Ascii.text(in, start, at).trim());
            if (!takes('"'))
                return null;
            while (takes(' '))
                ;
        }
        if (!takes('<'))
            return null;
        var uri = uri();
        if (uri == null || !takes('>'))
            return null;
        address.setAddressType(AddressImpl.NAME_ADDR);
        address.setURI(uri);
        return address;
    }

    /** To the end. @return whether all were plain */
    boolean parameters(ParametersHeader header) {
        while (takes(';')) {
            String name = token();
            if (name.isEmpty() || !takes('='))
                return false;
            String value = token();
            if (value.isEmpty())
                return false;
            header.setParameter(new NameValue(name, value));
        }
        return atEnd();
    }
}
