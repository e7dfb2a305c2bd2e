package org.trunkline.sip.jain.internal.wire;

import java.text.ParseException;
import java.util.Locale;

import javax.sip.InvalidArgumentException;

import gov.nist.core.NameValue;
import gov.nist.javax.sip.header.AddressParametersHeader;
import gov.nist.javax.sip.header.CSeq;
import gov.nist.javax.sip.header.CallID;
import gov.nist.javax.sip.header.Contact;
import gov.nist.javax.sip.header.ContactList;
import gov.nist.javax.sip.header.ContentLength;
import gov.nist.javax.sip.header.ContentType;
import gov.nist.javax.sip.header.Expires;
import gov.nist.javax.sip.header.From;
import gov.nist.javax.sip.header.MaxForwards;
import gov.nist.javax.sip.header.RecordRoute;
import gov.nist.javax.sip.header.RecordRouteList;
import gov.nist.javax.sip.header.RequestLine;
import gov.nist.javax.sip.header.Route;
import gov.nist.javax.sip.header.RouteList;
import gov.nist.javax.sip.header.SIPHeader;
import gov.nist.javax.sip.header.StatusLine;
import gov.nist.javax.sip.header.To;
import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.header.ViaList;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;

import org.jspecify.annotations.Nullable;

/**
 * Makes the objects that the stack's parser would make of a first line and of headers, where these have the plain
 * shapes that nearly all have, at a fraction of its cost. What is null that parser is to read: nothing is refused or
 * allowed here.
 * <b>Threads:</b> one.
 */
public final class FastHeaderParser {
    private static final String VERSION = "SIP/2.0";
    private static final String[] METHODS = {"INVITE", "ACK", "BYE", "CANCEL", "OPTIONS", "REGISTER", "UPDATE", "PRACK",
            "INFO", "REFER", "NOTIFY", "SUBSCRIBE", "MESSAGE", "PUBLISH"};
    private static final int DIGITS_OF_STATUS = 3;
    private static final int MOST_DIGITS = 9;

    private final AddressCursor cursor;

    public FastHeaderParser(byte[] in) {
        cursor = new AddressCursor(in);
    }

    public @Nullable SIPMessage firstLine(int from, int to) {
        cursor.move(from, to);
        return cursor.takes(VERSION) ? response() : request();
    }

    private @Nullable SIPResponse response() {
        if (!cursor.takes(' '))
            return null;
        int status = cursor.number(DIGITS_OF_STATUS);
        if (status < 100 || !cursor.takes(' ') || !isPlain())
            return null;
        var line = new StatusLine();
        line.setSipVersion(VERSION);
        line.setStatusCode(status);
        line.setReasonPhrase(rest().trim());
        var response = new SIPResponse();
        response.setStatusLine(line);
        return response;
    }

    private @Nullable SIPRequest request() {
        String method = method();
        if (method == null || !cursor.takes(' '))
            return null;
        var uri = cursor.uri();
        if (uri == null || !cursor.takes(' ') || !cursor.takes(VERSION) || !cursor.atEnd())
            return null;
        var line = new RequestLine();
        line.setMethod(method);
        line.setUri(uri);
        line.setSipVersion(VERSION);
        var request = new SIPRequest();
        request.setRequestLine(line);
        return request;
    }

    private @Nullable String method() {
        for (String method : METHODS) {
            if (cursor.takes(method))
                return cursor.atEnd() || cursor.in[cursor.at] == ' ' ? method : null;
        }
        return null;
    }

    /** Visible ASCII and spaces, and some of it. */
    private boolean isPlain() {
        for (int i = cursor.at; i < cursor.end; i++)
            if (cursor.in[i] < ' ' || cursor.in[i] == 0x7f)
                return false;
        return !cursor.atEnd();
    }

    private String rest() {
        return Ascii.text(cursor.in, cursor.at, cursor.end);
    }

    /** @param from of the value, without white space around it */
    public @Nullable SIPHeader header(HeaderName name, int from, int to) throws ParseException {
        cursor.move(from, to);
        try {
            return switch (name) {
                case VIA -> via();
                case FROM -> address(new From());
                case TO -> address(new To());
                case CALL_ID -> callId();
                case CSEQ -> cseq();
                case MAX_FORWARDS -> maxForwards();
                case CONTENT_LENGTH -> contentLength();
                case CONTENT_TYPE -> contentType();
                case EXPIRES -> expires();
                case CONTACT -> {
                    var contact = address(new Contact());
                    if (contact == null)
                        yield null;
                    var list = new ContactList();
                    list.add(contact);
                    yield list;
                }
                case ROUTE -> {
                    var route = address(new Route());
                    if (route == null)
                        yield null;
                    var list = new RouteList();
                    list.add(route);
                    yield list;
                }
                case RECORD_ROUTE -> {
                    var route = address(new RecordRoute());
                    if (route == null)
                        yield null;
                    var list = new RecordRouteList();
                    list.add(route);
                    yield list;
                }
                case EVENT, SUBSCRIPTION_STATE, USER_AGENT, AUTHORIZATION, PROXY_AUTHORIZATION, PATH, REQUIRE -> null;
            };
        } catch (InvalidArgumentException e) {
            return null; // the parser says what is wrong
        }
    }

    private @Nullable SIPHeader via() {
        var via = new Via();
        if (!cursor.takes("SIP/2.0/"))
            return null;
        String transport = cursor.token();
        if (transport.isEmpty() || !cursor.takes(' '))
            return null;
        via.getSentProtocol().setTransport(transport);
        var sentBy = cursor.hostPort();
        if (sentBy == null)
            return null;
        via.setSentBy(sentBy);
        while (cursor.takes(';')) {
            String name = cursor.token();
            String value = cursor.takes('=') ? cursor.token() : null;
            if (name.isEmpty() || value != null && value.isEmpty())
                return null;
            via.setParameter(new NameValue(name.toLowerCase(Locale.ROOT), value));
        }
        if (!cursor.atEnd() || via.hasParameter(Via.BRANCH) && via.getBranch() == null)
            return null;
        var list = new ViaList();
        list.add(via);
        return list;
    }

    private <H extends AddressParametersHeader> @Nullable H address(H header) {
        var address = cursor.address();
        if (address == null)
            return null;
        header.setAddress(address);
        return cursor.parameters(header) ? header : null;
    }

    private @Nullable SIPHeader callId() throws ParseException {
        if (!isPlain())
            return null;
        var header = new CallID();
        header.setCallId(rest());
        return header;
    }

    private @Nullable SIPHeader cseq() throws ParseException, InvalidArgumentException {
        int number = cursor.number(MOST_DIGITS);
        if (number < 0 || !cursor.takes(' '))
            return null;
        String method = method();
        if (method == null || !cursor.atEnd())
            return null;
        var header = new CSeq();
        header.setSeqNumber(number);
        header.setMethod(method);
        return header;
    }

    /** To the end. */
    private int number() {
        int number = cursor.number(MOST_DIGITS);
        return cursor.atEnd() ? number : -1;
    }

    private @Nullable SIPHeader maxForwards() throws InvalidArgumentException {
        int number = number();
        if (number < 0)
            return null;
        var header = new MaxForwards();
        header.setMaxForwards(number);
        return header;
    }

    private @Nullable SIPHeader contentLength() throws InvalidArgumentException {
        int number = number();
        return number < 0 ? null : new ContentLength(number);
    }

    private @Nullable SIPHeader expires() throws InvalidArgumentException {
        int number = number();
        if (number < 0)
            return null;
        var header = new Expires();
        header.setExpires(number);
        return header;
    }

    private @Nullable SIPHeader contentType() {
        String type = cursor.token();
        boolean slash = cursor.takes('/');
        String subtype = cursor.token();
        return type.isEmpty() || !slash || subtype.isEmpty() || !cursor.atEnd() ? null : new ContentType(type, subtype);
    }
}
