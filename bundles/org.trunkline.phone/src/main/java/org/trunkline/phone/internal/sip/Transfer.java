package org.trunkline.phone.internal.sip;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.sip.message.Request;
import javax.sip.message.Response;

import org.trunkline.domain.part.LocalizableText;

/** Sends the other side of a call to somebody else (RFC 3515, RFC 5589). */
final class Transfer {
    /** Time for the server's own BYE. */
    private static final Duration FAREWELL = Duration.ofSeconds(2);
    private static final Pattern STATUS = Pattern.compile("SIP/2\\.0 (\\d{3}) ?([^\\r\\n]*)");

    /** A server that parked the other side names the slot (RFC 3420 §2.1). */
    private static final Pattern CONTACT = Pattern.compile("(?m)^Contact: ?<sips?:([0-9*#]{1,32})@");

    private final Channel channel;
    private final Dialog dialog;
    private final Session session;
    private boolean pending;
    private boolean succeeded;
    /** Where the other side is parked. */
    private Optional<String> slot = Optional.empty();

    Transfer(Channel channel, Dialog dialog, Session session) {
        this.channel = channel;
        this.dialog = dialog;
        this.session = session;
    }

    boolean succeeded() {
        return succeeded;
    }

    /** What became of the call, once it succeeded. */
    LocalizableText end() {
        return slot.map(Endings::parked).orElse(Endings.TRANSFERRED);
    }

    /** Where another call is sent to so that it takes the place of this one. */
    String replacing() {
        return dialog.remoteAddress() + "?Replaces=" + URLEncoder.encode(dialog.replaces(), StandardCharsets.UTF_8).replace("+", "%20");
    }

    void begin(String target) {
        if (pending)
            return;
        pending = true;
        channel.exchange(() -> dialog.request("REFER", List.of("Refer-To: <" + target + ">",
                "Referred-By: " + channel.address())), new Transactions.Listener() {
                    @Override
                    public void answered(Response response) {
                        if (response.getStatusCode() >= 300)
                            failed(String.valueOf(response.getStatusCode()), response.getReasonPhrase());
                    }

                    @Override
                    public void ended(boolean lost) {
                        failed("408", "Request Timeout");
                    }
                });
    }

    /** RFC 3515 §2.4.4: the body has what became of it so far. */
    void notified(Request request) {
        channel.respond(request, 200, "OK", dialog.localTag());
        var status = STATUS.matcher(SipMessages.body(request));
        if (!pending || !status.find() || status.group(1).startsWith("1"))
            return;
        if (!status.group(1).startsWith("2")) {
            failed(status.group(1), status.group(2));
            return;
        }
        pending = false;
        succeeded = true;
        slot = Optional.of(CONTACT.matcher(SipMessages.body(request))).filter(Matcher::find).map(it -> it.group(1));
        channel.work().after(FAREWELL, () -> {
            if (session.talking()) {
                session.bye();
                session.end(end());
            }
        });
    }

    private void failed(String status, String reason) {
        pending = false;
        session.notice(Endings.transferFailed(status, reason == null ? "" : reason));
    }
}
