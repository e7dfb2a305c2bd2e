package org.trunkline.phone.internal.sip;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

import javax.sip.header.ContactHeader;
import javax.sip.header.RecordRouteHeader;
import javax.sip.message.Message;
import javax.sip.message.Request;
import javax.sip.message.Response;

/** Identity and route of a dialog (RFC 3261 §12), from before it exists. */
final class Dialog {
    static final Supplier<String> NO_CONTACT = () -> "";

    private final String callId;
    private final String localTag = SipMessages.token();
    private final Supplier<String> contact;
    private final String from;
    private String to;
    private String remoteTag = "";
    private String target;
    private List<String> route = List.of();
    private long number;
    private long remoteNumber = -1;

    /** @param from address of this side, as in a header, without tag @param contact of this side, as a header line each time; empty for none */
    private Dialog(String callId, String from, String to, String target, Supplier<String> contact) {
        this.callId = callId;
        this.from = from;
        this.to = to;
        this.target = target;
        this.contact = contact;
    }

    static Dialog outgoing(String from, String target, Supplier<String> contact) {
        return new Dialog(SipMessages.token(), from, '<' + target + '>', target, contact);
    }

    /** Not a dialog, but numbered like one: all registrations of a phone have one Call-ID (RFC 3261 §10.2). */
    static Dialog registration(String address, String registrar) {
        return new Dialog(SipMessages.token(), address, address, registrar, NO_CONTACT);
    }

    static Dialog incoming(Request invite, Supplier<String> contact) {
        var dialog = new Dialog(SipMessages.callId(invite), SipMessages.value(SipMessages.to(invite)),
                SipMessages.value(SipMessages.from(invite)), "", contact);
        var tag = SipMessages.from(invite).getTag();
        dialog.remoteTag = tag == null ? "" : tag;
        dialog.route = SipMessages.values(invite, RecordRouteHeader.NAME);
        dialog.retarget(invite);
        return dialog;
    }

    /** An answer to the INVITE that this side sent: RFC 3261 §12.1.2. */
    void established(Response response) {
        remoteTag = SipMessages.toTag(response);
        to = SipMessages.value(SipMessages.to(response));
        var routes = new ArrayList<>(SipMessages.values(response, RecordRouteHeader.NAME));
        Collections.reverse(routes);
        route = List.copyOf(routes);
        retarget(response);
    }

    /** RFC 3261 §12.2: what refreshes the target. */
    void retarget(Message message) {
        if (message.getHeader(ContactHeader.NAME) instanceof ContactHeader header)
            target = header.getAddress().getURI().toString();
    }

    /** RFC 3261 §12.2.2. @return whether a request of the other side comes in order */
    boolean inOrder(Request request) {
        long next = SipMessages.cseq(request).getSeqNumber();
        if (next < remoteNumber)
            return false;
        remoteNumber = next;
        return true;
    }

    SipRequest request(String method, List<String> more, String type, String body) {
        number++;
        return numbered(method, number, more, type, body);
    }

    SipRequest request(String method, List<String> more) {
        return request(method, more, "", "");
    }

    /** @param invite number of the INVITE whose 2xx this is for */
    SipRequest ack(long invite, String body) {
        return numbered("ACK", invite, List.of(), body.isEmpty() ? "" : "application/sdp", body);
    }

    private SipRequest numbered(String method, long cseq, List<String> more, String type, String body) {
        var headers = new ArrayList<String>();
        route.forEach(each -> headers.add("Route: " + each));
        headers.add("From: " + from + ";tag=" + localTag);
        headers.add("To: " + to);
        headers.add("Call-ID: " + callId);
        headers.add("CSeq: " + cseq + ' ' + method);
        var reached = contact.get();
        if (!reached.isEmpty())
            headers.add(reached);
        headers.addAll(more);
        return new SipRequest(method, target, headers, type, body);
    }

    /** Of the request made last. */
    long number() {
        return number;
    }

    String callId() {
        return callId;
    }

    String localTag() {
        return localTag;
    }

    /** URI of the other side's address. */
    String remoteAddress() {
        return to.replaceFirst("^.*<", "").replaceFirst("[>;].*$", "");
    }

    /** As for a Refer-To that makes another phone replace this dialog (RFC 3891 §3): tags as that phone sees them. */
    String replaces() {
        return callId + ";to-tag=" + remoteTag + ";from-tag=" + localTag;
    }
}
