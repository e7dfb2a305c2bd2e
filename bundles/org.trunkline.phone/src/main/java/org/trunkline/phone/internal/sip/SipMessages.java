package org.trunkline.phone.internal.sip;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.SecureRandom;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import javax.sip.address.Address;
import javax.sip.address.SipURI;
import javax.sip.address.TelURL;
import javax.sip.address.URI;
import javax.sip.header.CSeqHeader;
import javax.sip.header.CallIdHeader;
import javax.sip.header.FromHeader;
import javax.sip.header.Header;
import javax.sip.header.HeaderAddress;
import javax.sip.header.ToHeader;
import javax.sip.header.ViaHeader;
import javax.sip.message.Message;
import javax.sip.message.Request;

import gov.nist.javax.sip.parser.AddressParser;
import gov.nist.javax.sip.parser.StringMsgParser;

/** Reads messages by jain-sip's parser, and writes responses. */
final class SipMessages {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Pattern PRIVATE = Pattern.compile(";\\s*privacy\\s*=\\s*\"?(?!off)", Pattern.CASE_INSENSITIVE);

    private SipMessages() {
    }

    /** Empty for what is not SIP, or lacks a header that every message has (RFC 3261 §8.1.1). */
    static Optional<Message> parse(String text) {
        if (text.isBlank()) // an answer to a keep-alive
            return Optional.empty();
        try {
            Message message = new StringMsgParser().parseSIPMessage(text.getBytes(UTF_8), true, false, null);
            return message != null && message.getHeader(CallIdHeader.NAME) != null && message.getHeader(CSeqHeader.NAME) != null
                    && message.getHeader(FromHeader.NAME) != null && message.getHeader(ToHeader.NAME) != null
                    && message.getHeader(ViaHeader.NAME) != null ? Optional.of(message) : Optional.empty();
        } catch (ParseException | RuntimeException e) { // the parser throws other things too at what it does not expect
            return Optional.empty();
        }
    }

    static String callId(Message message) {
        return ((CallIdHeader) message.getHeader(CallIdHeader.NAME)).getCallId();
    }

    static CSeqHeader cseq(Message message) {
        return (CSeqHeader) message.getHeader(CSeqHeader.NAME);
    }

    static FromHeader from(Message message) {
        return (FromHeader) message.getHeader(FromHeader.NAME);
    }

    static ToHeader to(Message message) {
        return (ToHeader) message.getHeader(ToHeader.NAME);
    }

    /** Empty where there is none. */
    static String toTag(Message message) {
        var tag = to(message).getTag();
        return tag == null ? "" : tag;
    }

    static String branch(Message message) {
        var branch = ((ViaHeader) message.getHeader(ViaHeader.NAME)).getBranch();
        return branch == null ? "" : branch;
    }

    static String body(Message message) {
        byte[] content = message.getRawContent();
        return content == null ? "" : new String(content, UTF_8);
    }

    /** Values of all headers of a name, in order, without the name. */
    static List<String> values(Message message, String name) {
        var values = new ArrayList<String>();
        for (Iterator<?> all = message.getHeaders(name); all.hasNext();)
            values.add(value((Header) all.next()));
        return values;
    }

    static String value(Header header) {
        return header.toString().replaceFirst("^[^:]+:\\s*", "").strip();
    }

    static Optional<String> value(Message message, String name) {
        return Optional.ofNullable(message.getHeader(name)).map(SipMessages::value);
    }

    /** What people call the other side by: its number or user, with the host where that is not this domain. */
    static String number(URI uri, String domain) {
        return switch (uri) {
            case SipURI sip when sip.getUser() == null -> sip.getHost();
            case SipURI sip when sip.getHost().equalsIgnoreCase(domain) || sip.getUser().matches("\\+?[0-9*#]+") -> sip.getUser();
            case SipURI sip -> sip.getUser() + '@' + sip.getHost();
            case TelURL tel -> (tel.isGlobal() ? "+" : "") + tel.getPhoneNumber().replaceFirst("^\\+", "");
            default -> uri.toString();
        };
    }

    /** Number and name of another party, as people read them. */
    record Party(String number, String name) {
        String text() {
            return name.isBlank() ? number : name + " (" + number + ')';
        }
    }

    /** Whom the server asserts to be at its end (RFC 3325), or an older one by Remote-Party-ID; empty also where that party wants privacy. */
    static Optional<Party> asserted(Message message, String domain) {
        if (message.getHeader("Privacy") != null)
            return Optional.empty();
        if (message.getHeader("P-Asserted-Identity") instanceof HeaderAddress asserted)
            return party(asserted.getAddress(), domain);
        return value(message, "Remote-Party-ID").filter(it -> !PRIVATE.matcher(it).find()).flatMap(it -> {
            try {
                return party(new AddressParser(it).address(true), domain);
            } catch (ParseException | RuntimeException e) { // as of the other parser
                return Optional.empty();
            }
        });
    }

    private static Optional<Party> party(Address address, String domain) {
        var name = address.getDisplayName();
        return Optional.of(new Party(number(address.getURI(), domain), name == null ? "" : name)).filter(it -> !it.number().isEmpty() && it.text().length() <= 200);
    }

    /** @param tag of this end, added where the request has none @param headers more lines */
    static String response(Request request, int status, String reason, String tag, List<String> headers, String body) {
        var text = new StringBuilder("SIP/2.0 ").append(status).append(' ').append(reason).append("\r\n");
        for (var name : List.of("Via", "Record-Route"))
            values(request, name).forEach(value -> SipRequest.line(text, name + ": " + value));
        SipRequest.line(text, "From: " + value(from(request)));
        SipRequest.line(text, "To: " + value(to(request)) + (toTag(request).isEmpty() ? ";tag=" + tag : ""));
        SipRequest.line(text, "Call-ID: " + callId(request));
        SipRequest.line(text, "CSeq: " + value(cseq(request)));
        headers.forEach(each -> SipRequest.line(text, each));
        SipRequest.content(text, "application/sdp", body);
        return text.toString();
    }

    /** Unique and not to be guessed: a tag, a branch, a Call-ID. */
    static String token() {
        var bytes = new byte[10];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
