package org.trunkline.engine.call.hunt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import org.trunkline.domain.cdr.Candidate.Origin;
import org.trunkline.engine.call.message.HeaderPolicy;
import org.trunkline.engine.call.message.Invitation;
import org.trunkline.engine.call.message.SipUri;
import org.trunkline.engine.port.signaling.Header;
import org.trunkline.engine.port.signaling.OutgoingRequest;

/** Where a call was sent on, for those it comes to then: Diversion (RFC 5806) and History-Info (RFC 7044). */
final class Diversions {
    private static final Pattern INDEX = Pattern.compile("(?i);\\s*index\\s*=\\s*([0-9.]{1,60})");

    /** @param number of who sent it on */
    private record Diversion(String number, Origin why, boolean disturbed) {}

    private final List<Diversion> list = new ArrayList<>(0);

    void add(String number, Origin why, boolean disturbed) {
        list.add(new Diversion(number, why, disturbed));
    }

    int count() {
        return list.size();
    }

    /** The headers of an INVITE to the next target. */
    List<Header> headers(Invitation invite, boolean believed, String target) {
        if (list.isEmpty())
            return List.of();
        var headers = new ArrayList<Header>(list.size() * 2 + 1);
        boolean hidden = HeaderPolicy.hidesHistory(invite.privacy());
        for (var diversion : list.reversed()) // the last first
            headers.add(new Header("Diversion", '<' + SipUri.of(diversion.number(), OutgoingRequest.OWN_HOST) + ">;reason="
                    + reason(diversion) + ";counter=1" + (hidden ? ";privacy=full" : ""))); // RFC 5806 §4
        if (!hidden)
            history(headers, believed ? lastIndex(invite) : Optional.empty(), target);
        return headers;
    }

    private void history(List<Header> headers, Optional<String> after, String target) {
        String index = after.map(last -> last + ".1").orElse("1");
        var cause = Optional.<Integer>empty();
        for (var diversion : list) {
            headers.add(entry(diversion.number(), cause, index));
            cause = Optional.of(cause(diversion.why()));
            index += ".1";
        }
        headers.add(entry(target, cause, index));
    }

    /** {@code mp} names the entry that mapped the call to this one (RFC 7044 §5.1), cause why (RFC 4458 §2). */
    private static Header entry(String number, Optional<Integer> cause, String index) {
        String parent = index.indexOf('.') < 0 ? "" : index.substring(0, index.lastIndexOf('.'));
        return new Header("History-Info", '<' + SipUri.of(number, OutgoingRequest.OWN_HOST) + cause.map(c -> ";cause=" + c).orElse("")
                + ">;index=" + index + (cause.isPresent() ? ";mp=" + parent : ""));
    }

    private static Optional<String> lastIndex(Invitation invite) {
        String last = "";
        for (String line : invite.history()) {
            var matcher = INDEX.matcher(line);
            while (matcher.find())
                last = matcher.group(1);
        }
        return Optional.of(last).filter(text -> !text.isEmpty());
    }

    private static String reason(Diversion diversion) {
        if (diversion.disturbed())
            return "do-not-disturb";
        return switch (diversion.why()) {
            case FORWARD_ALWAYS -> "unconditional";
            case FORWARD_BUSY -> "user-busy";
            case FORWARD_NO_ANSWER, GROUP_FALLBACK -> "no-answer";
            case FORWARD_UNREACHABLE -> "unavailable";
            case REDIRECT -> "deflection";
            case DIALLED, GROUP, TRANSFER, PICKUP, RETRIEVE -> "unknown";
        };
    }

    private static int cause(Origin why) {
        return switch (why) {
            case FORWARD_BUSY -> 486;
            case FORWARD_NO_ANSWER, GROUP_FALLBACK -> 408;
            case FORWARD_UNREACHABLE -> 503;
            case REDIRECT -> 480;
            case FORWARD_ALWAYS, DIALLED, GROUP, TRANSFER, PICKUP, RETRIEVE -> 302;
        };
    }
}
