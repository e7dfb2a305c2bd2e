package org.trunkline.phone.internal.sip;

import java.util.List;
import java.util.regex.Pattern;

import javax.sip.header.ContactHeader;
import javax.sip.message.Message;
import javax.sip.message.Response;

import org.trunkline.domain.part.LocalizableText;

/** Why calls end, in words. */
final class Endings {
    static final LocalizableText HUNG_UP = new LocalizableText("phone-hung-up", List.of(), "You ended the call.");
    static final LocalizableText OTHER_HUNG_UP = new LocalizableText("phone-other-hung-up", List.of(), "The other side ended the call.");
    static final LocalizableText DECLINED = new LocalizableText("phone-declined-here", List.of(), "You declined the call.");
    static final LocalizableText MISSED = new LocalizableText("phone-missed", List.of(), "The caller gave up.");
    static final LocalizableText ELSEWHERE = new LocalizableText("phone-answered-elsewhere", List.of(),
            "The call was answered on another phone.");
    static final LocalizableText TRANSFERRED = new LocalizableText("phone-transferred", List.of(), "The call was transferred.");
    static final LocalizableText FORWARDED = new LocalizableText("phone-forwarded", List.of(), "You forwarded the call.");
    static final LocalizableText GONE = new LocalizableText("phone-call-unknown", List.of(), "The server no longer has this call.");
    static final LocalizableText NO_ANSWER = new LocalizableText("phone-server-silent", List.of(), "The server does not answer.");
    static final LocalizableText LOST = new LocalizableText("phone-call-lost", List.of(),
            "The connection to the server was lost before the call was answered.");
    /** Of a call that has not ended yet. */
    static final LocalizableText CUT = new LocalizableText("phone-call-cut", List.of(),
            "The network is interrupted: nothing is heard on either side. The phone restores the call once the network is back.");

    private static final Pattern ANSWERED = Pattern.compile("(?i)^\\s*(SIP\\s*;.*cause\\s*=\\s*200|Q\\.850\\s*;.*cause\\s*=\\s*26)(?!\\d)");

    private Endings() {
    }

    static LocalizableText noAnswer(boolean lost) {
        return lost ? LOST : NO_ANSWER;
    }

    /** A final response that is not 2xx. */
    static LocalizableText of(Response response) {
        int status = response.getStatusCode();
        return switch (status) {
            case 300, 301, 302, 305, 380 -> moved(response);
            case 401, 407 -> PASSWORD;
            case 403 -> new LocalizableText("phone-forbidden", List.of(), "The server does not allow this call.");
            case 404, 410, 484, 604 -> new LocalizableText("phone-not-found", List.of(), "This number does not exist. Check it.");
            case 408, 487 -> new LocalizableText("phone-not-answered", List.of(), "Nobody answered.");
            case 480 -> new LocalizableText("phone-unavailable", List.of(), "The other side is not available now.");
            case 481 -> GONE;
            case 486, 600 -> new LocalizableText("phone-busy", List.of(), "The other side is busy.");
            case 415, 488, 606 -> new LocalizableText("phone-no-codec", List.of(),
                    "The other side accepts none of this phone's codecs.");
            case 603, 607, 608 -> new LocalizableText("phone-declined", List.of(), "The other side declined the call.");
            case 503 -> new LocalizableText("phone-server-busy", List.of(), "The server takes no calls now. Try again in a moment.");
            default -> said(response);
        };
    }

    static final LocalizableText PASSWORD = new LocalizableText("phone-password", List.of(),
            "The server refused the user name or the password. Correct them in the account.");
    static final LocalizableText ACCOUNT_FORBIDDEN = new LocalizableText("phone-account-forbidden", List.of(),
            "The server does not let this account register (403). The user name or the password is wrong, or the server accepts the account from "
                    + "other addresses only. Correct the account, or ask the administrator of the server.");

    static LocalizableText said(Response response) {
        return answered(String.valueOf(response.getStatusCode()), response.getReasonPhrase() == null ? "" : response.getReasonPhrase());
    }

    static LocalizableText answered(String status, String reason) {
        return new LocalizableText("phone-refused", List.of(status, reason), "The server refused the call: " + status + " " + reason);
    }

    private static LocalizableText moved(Response response) {
        var where = response.getHeader(ContactHeader.NAME) instanceof ContactHeader contact
                ? SipMessages.number(contact.getAddress().getURI(), "") : "";
        return new LocalizableText("phone-moved", List.of(where), "The other side is now reached at " + where + ". Call that.");
    }

    /** @param slot number that takes the call back */
    static LocalizableText parked(String slot) {
        return new LocalizableText("phone-parked", List.of(slot), "The call is parked in slot " + slot + ". Dial " + slot + " to take it back.");
    }

    /** Of a call that goes on. */
    static LocalizableText nowWith(String party) {
        return new LocalizableText("phone-now-with", List.of(party), "The other side is now " + party + ".");
    }

    static LocalizableText transferFailed(String status, String reason) {
        return new LocalizableText("phone-transfer-failed", List.of(status, reason),
                "The transfer failed (" + status + " " + reason + "). The call is still here.");
    }

    /** To an offer within the call, such as a hold or video. */
    static LocalizableText notChanged(Response response) {
        var answer = (response.getStatusCode() + " " + (response.getReasonPhrase() == null ? "" : response.getReasonPhrase())).strip();
        return new LocalizableText("phone-not-changed", List.of(answer),
                "The other side did not agree to the change (" + answer + "). The call continues as before.");
    }

    /** RFC 3326: a caller who was answered by another phone cancels with that, or with the cause 26 of Q.850, as Asterisk does. */
    static LocalizableText ofCancel(Message cancel) {
        return SipMessages.values(cancel, "Reason").stream().anyMatch(it -> ANSWERED.matcher(it).find()) ? ELSEWHERE : MISSED;
    }
}
