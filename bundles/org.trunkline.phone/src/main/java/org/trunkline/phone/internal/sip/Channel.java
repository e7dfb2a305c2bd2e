package org.trunkline.phone.internal.sip;

import java.util.List;
import java.util.function.Supplier;

import javax.sip.message.Request;

import org.trunkline.phone.internal.work.Work;

/**
 * What the calls of one account share.
 *
 * @param self how the phone names itself to the server
 * @param address of this side, as in a From header, without tag
 * @param domain of the account
 */
record Channel(Work work, SelfAddress self, Transactions transactions, Digest digest, String address, String domain) {
    static final String ALLOW = "Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE, NOTIFY, MESSAGE";
    private static final String SUPPORTED = "Supported: outbound, replaces";

    /** Of requests and responses that begin or change a call. */
    static List<String> abilities() {
        return List.of(ALLOW, SUPPORTED);
    }

    /** Header line, as it is now. */
    String contact() {
        return "Contact: " + self.contact();
    }

    Exchange exchange(Supplier<SipRequest> request, Transactions.Listener listener) {
        return Exchange.begin(transactions, digest, request, listener);
    }

    /** @param tag of the dialog; empty where there is none */
    void respond(Request request, int status, String reason, String tag, List<String> headers, String body) {
        transactions.respond(request, status, SipMessages.response(request, status, reason, tag.isEmpty() ? SipMessages.token() : tag, headers, body));
    }

    void respond(Request request, int status, String reason, String tag) {
        respond(request, status, reason, tag, List.of(), "");
    }
}
