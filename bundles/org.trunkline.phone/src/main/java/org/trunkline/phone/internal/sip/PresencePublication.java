package org.trunkline.phone.internal.sip;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import javax.sip.header.ExpiresHeader;
import javax.sip.header.MinExpiresHeader;
import javax.sip.message.Response;

import org.trunkline.phone.internal.address.PresenceDocument;
import org.trunkline.phone.internal.work.Work;
import org.trunkline.phone.presence.UserPresence;

/**
 * Publishes the presence of the account's user, refreshes it, and takes it back (RFC 3903 §4). One request at a time: what changes meanwhile goes
 * with the next one. On the thread of the phone.
 */
final class PresencePublication implements Transactions.Listener {
    private static final int SECONDS = 600;
    private static final int LONGEST = 86_400;
    private static final Duration RETRY = Duration.ofMinutes(2);

    private final Channel channel;
    private final String uri;
    private final Dialog numbers;
    private int seconds = SECONDS;
    private Optional<UserPresence> wanted = Optional.empty();
    private Optional<UserPresence> sent = Optional.empty();
    /** What the server knows. */
    private Optional<UserPresence> published = Optional.empty();
    private Optional<String> tag = Optional.empty();
    private Work.Timer next = () -> { };
    private boolean connected;
    private boolean asking;
    private boolean removing;
    private Optional<Runnable> ending = Optional.empty();

    /** @param uri of the user, which is published */
    PresencePublication(Channel channel, String uri) {
        this.channel = channel;
        this.uri = uri;
        numbers = Dialog.registration(channel.address(), uri);
    }

    /** Publishes it now, or once the account is registered. */
    void publish(UserPresence now) {
        if (wanted.equals(Optional.of(now)))
            return;
        wanted = Optional.of(now);
        if (connected)
            send();
    }

    /** The account is registered. */
    void begin() {
        connected = true;
        if (wanted.isPresent())
            send();
    }

    /** The connection is gone; what was published stays until it expires. */
    void disconnected() {
        connected = false;
        asking = false;
        next.cancel();
        end();
    }

    /** Takes it back. @param done when the server has answered, or nothing is published */
    void end(Runnable done) {
        ending = Optional.of(done);
        next.cancel();
        if (!connected || tag.isEmpty() && !asking)
            end();
        else if (!asking)
            send();
    }

    private void end() {
        var done = ending;
        ending = Optional.empty();
        if (done.isPresent()) {
            connected = false;
            done.get().run();
        }
    }

    private void send() {
        next.cancel();
        if (asking)
            return;
        asking = true;
        removing = ending.isPresent();
        sent = wanted;
        channel.exchange(this::request, this);
    }

    /** RFC 3903 §4.1: a refresh and a removal have no body. */
    private SipRequest request() {
        var headers = new ArrayList<>(List.of("Event: presence", "Expires: " + (removing ? 0 : seconds)));
        tag.ifPresent(it -> headers.add("SIP-If-Match: " + it));
        boolean bodiless = tag.isPresent() && (removing || sent.equals(published));
        return bodiless ? numbers.request("PUBLISH", headers)
                : numbers.request("PUBLISH", headers, PresenceDocument.TYPE, PresenceDocument.of(uri, sent.orElseThrow()));
    }

    @Override
    public void answered(Response response) {
        int status = response.getStatusCode();
        if (status < 200 || !asking)
            return;
        asking = false;
        if (status < 300)
            accepted(response);
        else if (status == 412 && tag.isPresent()) {
            forget();
            goOn();
        } else if (status == 423 && response.getHeader(MinExpiresHeader.NAME) instanceof MinExpiresHeader least && least.getExpires() > seconds
                && least.getExpires() <= LONGEST) {
            seconds = least.getExpires();
            goOn();
        } else {
            forget();
            if (ending.isPresent())
                end();
            else if (status == 408 || status >= 500 && status != 501)
                next = channel.work().after(RETRY, this::send);
            // else this server takes no presence: not asked again before the next registration, or another presence
        }
    }

    private void forget() {
        tag = Optional.empty();
        published = Optional.empty();
    }

    private void accepted(Response response) {
        if (removing) {
            end();
            return;
        }
        tag = SipMessages.value(response, "SIP-ETag").map(String::strip).filter(it -> !it.isEmpty());
        published = sent;
        if (ending.isPresent() || !wanted.equals(published))
            goOn();
        else {
            int granted = response.getHeader(ExpiresHeader.NAME) instanceof ExpiresHeader header && header.getExpires() > 0 ? header.getExpires() : seconds;
            next = channel.work().after(Duration.ofSeconds(Math.max(5, granted * 4L / 5)), this::send);
        }
    }

    /** The same again, unless it was to end and nothing is published. */
    private void goOn() {
        if (ending.isPresent() && tag.isEmpty())
            end();
        else
            send();
    }

    @Override
    public void ended(boolean lost) {
        if (lost || !asking)
            return;
        asking = false;
        if (ending.isPresent())
            end();
        else
            next = channel.work().after(RETRY, this::send);
    }
}
