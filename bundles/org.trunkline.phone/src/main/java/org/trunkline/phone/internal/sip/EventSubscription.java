package org.trunkline.phone.internal.sip;

import java.time.Duration;
import java.util.List;

import javax.sip.header.ExpiresHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;

import org.trunkline.phone.internal.work.Work;

/** A subscription to events of one other side (RFC 6665), begun again where it is lost. On the thread of the phone. */
abstract class EventSubscription implements Transactions.Listener {
    private static final int SECONDS = 3600;
    private static final Duration RETRY = Duration.ofMinutes(2);

    private final Channel channel;
    private final String target;
    private final String event;
    private final String accept;
    private Dialog dialog;
    private Work.Timer refresh = () -> { };
    private boolean over;

    /** @param target URI of the other side @param event package @param accept its media type */
    EventSubscription(Channel channel, String target, String event, String accept) {
        this.channel = channel;
        this.target = target;
        this.event = event;
        this.accept = accept;
        this.dialog = Dialog.outgoing(channel.address(), target, channel::contact);
    }

    /** What a NOTIFY says. */
    abstract void read(String body);

    /** Nothing is known any more. */
    abstract void forget();

    void begin() {
        dialog = Dialog.outgoing(channel.address(), target, channel::contact);
        send(SECONDS);
    }

    /** Asks for the whole state. */
    void refresh() {
        send(SECONDS);
    }

    private void send(int seconds) {
        refresh.cancel();
        channel.exchange(() -> dialog.request("SUBSCRIBE", List.of("Event: " + event, "Accept: " + accept, "Expires: " + seconds)), this);
    }

    String localTag() {
        return dialog.localTag();
    }

    void end() {
        over = true;
        refresh.cancel();
        send(0);
    }

    /** The connection is gone, and what was known with it. */
    void disconnected() {
        refresh.cancel();
        forget();
    }

    @Override
    public void answered(Response response) {
        int status = response.getStatusCode();
        if (status < 200 || over)
            return;
        if (status < 300) {
            dialog.established(response);
            int granted = response.getHeader(ExpiresHeader.NAME) instanceof ExpiresHeader header && header.getExpires() > 0 ? header.getExpires() : SECONDS;
            refresh.cancel();
            refresh = channel.work().after(Duration.ofSeconds(Math.max(30, granted * 4L / 5)), () -> send(SECONDS));
        } else if (status == 481) {
            begin();
        } else {
            forget();
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
}
