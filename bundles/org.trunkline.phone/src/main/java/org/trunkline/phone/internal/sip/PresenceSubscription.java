package org.trunkline.phone.internal.sip;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import javax.sip.header.ExpiresHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;

import org.trunkline.phone.internal.work.Work;
import org.trunkline.phone.presence.Presence;

/** A subscription to the presence of one other side (RFC 3856, RFC 6665). On the thread of the phone. */
final class PresenceSubscription implements Transactions.Listener {
    private static final int SECONDS = 3600;
    private static final Duration RETRY = Duration.ofMinutes(2);
    private static final Pattern BASIC = Pattern.compile("<(?:\\w+:)?basic>\\s*(open|closed)\\s*</");
    private static final Pattern TALKS = Pattern.compile("<(?:\\w+:)?on-the-phone\\b");

    private final Channel channel;
    private final String target;
    private final Runnable changed;
    private Dialog dialog;
    private Work.Timer refresh = () -> { };
    private Optional<Presence> presence = Optional.empty();
    private boolean over;

    /** @param target URI of the other side @param changed told when its presence is another */
    PresenceSubscription(Channel channel, String target, Runnable changed) {
        this.channel = channel;
        this.target = target;
        this.changed = changed;
        this.dialog = Dialog.outgoing(channel.address(), target, channel.contact());
    }

    void begin() {
        dialog = Dialog.outgoing(channel.address(), target, channel.contact());
        send(SECONDS);
    }

    private void send(int seconds) {
        refresh.cancel();
        channel.exchange(() -> dialog.request("SUBSCRIBE", List.of("Event: presence", "Accept: application/pidf+xml", "Expires: " + seconds)), this);
    }

    String localTag() {
        return dialog.localTag();
    }

    Optional<Presence> presence() {
        return presence;
    }

    void end() {
        over = true;
        refresh.cancel();
        send(0);
    }

    /** The connection is gone, and what was known with it. */
    void disconnected() {
        refresh.cancel();
        know(Optional.empty());
    }

    private void know(Optional<Presence> now) {
        if (now.equals(presence))
            return;
        presence = now;
        changed.run();
    }

    @Override
    public void answered(Response response) {
        int status = response.getStatusCode();
        if (status < 200 || over)
            return;
        if (status < 300) {
            dialog.established(response);
            int granted = response.getHeader(ExpiresHeader.NAME) instanceof ExpiresHeader header && header.getExpires() > 0 ? header.getExpires() : SECONDS;
            refresh = channel.work().after(Duration.ofSeconds(Math.max(30, granted * 4L / 5)), () -> send(SECONDS));
        } else if (status == 481) {
            begin();
        } else {
            know(Optional.empty());
            if (status == 408 || status >= 500) // the others say that there is nothing to see
                refresh = channel.work().after(RETRY, this::begin);
        }
    }

    @Override
    public void ended(boolean lost) {
        if (!lost && !over)
            refresh = channel.work().after(RETRY, this::begin);
    }

    void received(Request request) {
        if (!request.getMethod().equals("NOTIFY")) {
            channel.respond(request, 405, "Method Not Allowed", dialog.localTag(), List.of("Allow: NOTIFY"), "");
            return;
        }
        if (!dialog.inOrder(request)) {
            channel.respond(request, 500, "Server Internal Error", dialog.localTag());
            return;
        }
        channel.respond(request, 200, "OK", dialog.localTag());
        var state = SipMessages.value(request, "Subscription-State").orElse("");
        if (over)
            return;
        read(SipMessages.body(request));
        if (state.startsWith("terminated")) {
            refresh.cancel();
            refresh = channel.work().after(state.contains("deactivated") ? Duration.ofSeconds(5) : RETRY, this::begin);
        }
    }

    private void read(String pidf) {
        var basic = BASIC.matcher(pidf);
        if (basic.find())
            know(Optional.of(TALKS.matcher(pidf).find() ? Presence.ON_THE_PHONE : basic.group(1).equals("open") ? Presence.AVAILABLE : Presence.OFFLINE));
    }
}
