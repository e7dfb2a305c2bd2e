package org.trunkline.phone.internal.sip;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import javax.sip.header.ContactHeader;
import javax.sip.header.ExpiresHeader;
import javax.sip.header.MinExpiresHeader;
import javax.sip.header.RetryAfterHeader;
import javax.sip.message.Response;

import org.trunkline.domain.part.LocalizableText;
import org.trunkline.phone.internal.work.Work;

/** Keeps the phone registered over its connection (RFC 3261 §10.2, RFC 5626). On the thread of the phone. */
final class Registrations {
    sealed interface Outcome {
        /** @param fileServer its address as the node gives it; empty where it takes no files */
        record Registered(Optional<String> fileServer) implements Outcome {}

        /** @param least the server asks for this time until the next try */
        record Refused(LocalizableText why, Again again, Duration least) implements Outcome {}

        /** No answer, or none but 503: the connection is of no use. @param least the server asks for this time until the next try */
        record Useless(LocalizableText why, Duration least) implements Outcome {}
    }

    /** Whether a registration that was refused is tried again. */
    enum Again {
        /** The credentials were wrong: with the same ones the account would only be locked out. */
        NEVER,
        /** The server once took them. */
        SLOWLY,
        SOON
    }

    private static final int SECONDS = 600;
    private static final Pattern FILES = Pattern.compile(";\\s*\\+trunkline\\.files\\s*=\\s*\"([^\"]{1,300})\"");

    private final Channel channel;
    private final String instance;
    private final Consumer<Outcome> told;
    private final Dialog dialog;
    private int seconds = SECONDS;
    private String asked = "";
    /** The address that the server has; a NAT or another network may have given the phone a new one since. */
    private Optional<String> accepted = Optional.empty();
    private Optional<Exchange> exchange = Optional.empty();
    private Optional<Attempt> latest = Optional.empty();
    private Work.Timer refresh = () -> { };

    /** @param instance URN of this phone */
    Registrations(Channel channel, String domain, String instance, Consumer<Outcome> told) {
        this.channel = channel;
        this.instance = ";+sip.instance=\"<" + instance + ">\"";
        this.told = told;
        dialog = Dialog.registration(channel.address(), "sip:" + domain);
    }

    void begin() {
        var attempt = new Attempt();
        latest = Optional.of(attempt);
        send(seconds, attempt);
    }

    private void send(int expires, Transactions.Listener listener) {
        refresh.cancel();
        exchange = Optional.of(channel.exchange(() -> request(expires), listener));
    }

    /** An address that the phone has no more is taken back by the same request: a server may hold only one (RFC 3261 §10.2.2). */
    private SipRequest request(int expires) {
        asked = channel.contact();
        var headers = new ArrayList<String>();
        headers.add(asked + flow() + instance + ";expires=" + expires);
        accepted.filter(before -> !before.equals(asked)).ifPresent(before -> headers.add(before + ";expires=0"));
        headers.addAll(List.of("Expires: " + expires, channel.self().isWebSocket() ? "Supported: path, outbound" : "Supported: path", Channel.ALLOW));
        return dialog.request("REGISTER", headers);
    }

    /** RFC 5626 §4.2.1: the connection is the way back to this phone. Over UDP that would need STUN. */
    private String flow() {
        return channel.self().isWebSocket() ? ";reg-id=1" : "";
    }

    void stop() {
        refresh.cancel();
        exchange = Optional.empty();
        latest = Optional.empty();
    }

    /** Takes the registration back. @param done when the server has answered, or there was none */
    void end(Runnable done) {
        refresh.cancel();
        latest = Optional.empty();
        if (exchange.isEmpty()) {
            done.run();
            return;
        }
        send(0, new Transactions.Listener() {
            @Override
            public void answered(Response response) {
                if (response.getStatusCode() >= 200)
                    done.run();
            }

            @Override
            public void ended(boolean lost) {
                done.run();
            }
        });
    }

    /** One REGISTER: what comes of it counts unless another one followed, or its connection is gone. */
    private final class Attempt implements Transactions.Listener {
        @Override
        public void answered(Response response) {
            if (isLatest() && response.getStatusCode() >= 200)
                Registrations.this.answered(response);
        }

        @Override
        public void ended(boolean lost) {
            if (isLatest() && !lost)
                told.accept(new Outcome.Useless(Endings.NO_ANSWER, Duration.ZERO));
        }

        private boolean isLatest() {
            return latest.filter(it -> it == this).isPresent();
        }
    }

    /** @param response a final one */
    private void answered(Response response) {
        int status = response.getStatusCode();
        if (status < 300) {
            accepted = Optional.of(asked);
            refresh = channel.work().after(Duration.ofSeconds(Math.max(5, granted(response) * 4L / 5)), this::begin);
            told.accept(new Outcome.Registered(fileServer(response)));
        } else if (status == 423 && response.getHeader(MinExpiresHeader.NAME) instanceof MinExpiresHeader least
                && least.getExpires() > seconds && least.getExpires() <= 86_400) {
            seconds = least.getExpires();
            begin();
        } else if (status == 503 && !channel.self().isWebSocket()) { // RFC 3263 §4.3: another server may do it
            told.accept(new Outcome.Useless(refused(response), least(response)));
        } else {
            var again = again(status);
            told.accept(new Outcome.Refused(again != Again.NEVER ? refused(response) : status == 403 ? Endings.ACCOUNT_FORBIDDEN : Endings.PASSWORD,
                    again, least(response)));
        }
    }

    /** RFC 3261 §21.5.4. */
    private static Duration least(Response response) {
        return response.getHeader(RetryAfterHeader.NAME) instanceof RetryAfterHeader after && after.getRetryAfter() > 0
                ? Duration.ofSeconds(after.getRetryAfter()) : Duration.ZERO;
    }

    /** 403 says a wrong password, or whatever else a server forbids: another address, for one. It is not tried again, as a wrong password is not. */
    private Again again(int status) {
        if (status == 403)
            return accepted.isPresent() ? Again.SLOWLY : Again.NEVER;
        return (status == 401 || status == 407) && exchange.filter(Exchange::refused).isPresent() ? Again.NEVER : Again.SOON;
    }

    private static LocalizableText refused(Response response) {
        var status = String.valueOf(response.getStatusCode());
        return new LocalizableText("phone-not-registered", List.of(status, String.valueOf(response.getReasonPhrase())),
                "The server did not register the phone: " + status + " " + response.getReasonPhrase() + ". The phone tries again.");
    }

    /** In Feature-Caps (RFC 6809). */
    private static Optional<String> fileServer(Response response) {
        for (Iterator<?> all = response.getHeaders("Feature-Caps"); all.hasNext();) {
            var found = FILES.matcher(all.next().toString());
            if (found.find())
                return Optional.of(found.group(1));
        }
        return Optional.empty();
    }

    /** Seconds until it ends. A server may add parameters to the address, or leave them out: Asterisk adds the one that a NAT hid. */
    private int granted(Response response) {
        var address = withoutParameters(channel.self().contact());
        for (Iterator<?> all = response.getHeaders(ContactHeader.NAME); all.hasNext();) {
            var each = (ContactHeader) all.next();
            if (withoutParameters('<' + each.getAddress().getURI().toString()).equals(address) && each.getExpires() > 0)
                return each.getExpires();
        }
        return response.getHeader(ExpiresHeader.NAME) instanceof ExpiresHeader expires && expires.getExpires() > 0 ? expires.getExpires()
                : seconds;
    }

    private static String withoutParameters(String address) {
        return address.replaceFirst("[;>].*$", "");
    }
}
