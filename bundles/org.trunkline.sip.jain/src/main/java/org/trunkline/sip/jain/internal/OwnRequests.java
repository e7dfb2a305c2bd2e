package org.trunkline.sip.jain.internal;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import gov.nist.javax.sip.message.SIPResponse;

import org.jspecify.annotations.Nullable;
import org.trunkline.domain.config.Transport;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.engine.port.signaling.Header;
import org.trunkline.engine.port.signaling.Hop;
import org.trunkline.engine.port.signaling.NameAddress;
import org.trunkline.engine.port.signaling.OutOfDialog;
import org.trunkline.engine.port.signaling.OutgoingRequest;
import org.trunkline.sip.jain.internal.resolve.Targets;
import org.trunkline.sip.jain.internal.wire.SipTokens;
import org.trunkline.sip.jain.internal.wire.Wire;

/** The node's own requests: OPTIONS to trunks, outward REGISTER and NOTIFY to phones. */
final class OwnRequests implements OutOfDialog {
    /** Owner of transactions whose outcome nobody waits for. */
    static final Pending NOBODY = new Pending(outcome -> {});
    private static final int MAX_FORWARDS = 70;

    private final JainSignaling signaling;

    OwnRequests(JainSignaling signaling) {
        this.signaling = signaling;
    }

    /** A carrier calls from where its services are. */
    @Override
    public List<InetAddress> addresses(String host) throws UnknownHostException {
        var all = new LinkedHashSet<InetAddress>();
        for (Transport transport : Transport.OF_TRUNKS)
            signaling.targets().find(new Targets.Name(host, 0, transport))
                    .forEach(hop -> all.add(hop.address().getAddress()));
        signaling.targets().find(new Targets.Name(host, 0, Transport.UDP, true))
                .forEach(hop -> all.add(hop.address().getAddress())); // NAPTR may lead elsewhere
        if (all.isEmpty())
            throw new UnknownHostException(host);
        return List.copyOf(all);
    }

    @Override
    public void send(Request request, Consumer<Outcome> result) {
        var pending = new Pending(result);
        Consumer<Optional<Hop>> found = hop -> hop.ifPresentOrElse(it -> send(request, it, pending),
                () -> pending.notSent(new LocalizableText("no-such-name", List.of(request.host()),
                        "the name " + request.host() + " does not resolve")));
        if (request.port() == 0)
            signaling.resolve(request.host(), request.transport(), found);
        else
            signaling.resolve(request.host(), request.port(), request.transport(), found);
    }

    private void send(Request request, Hop hop, Pending pending) {
        var headers = new ArrayList<Header>();
        request.expires().ifPresent(s -> headers.add(new Header("Expires", String.valueOf(s))));
        request.headers().forEach((name, value) -> headers.add(new Header(name, value)));
        try {
            signaling.send(new OutgoingRequest(request.method(), request.requestUri(),
                    request.callId().orElseGet(SipTokens::tag), request.cseq(), new NameAddress("", request.from()),
                    SipTokens.tag(), new NameAddress("", request.to()), "", MAX_FORWARDS, List.of(),
                    request.contactUser(), hop, headers, Optional.empty()), pending);
        } catch (IllegalArgumentException e) {
            pending.notSent(notSent(e.getMessage()));
        }
    }

    /** @param why in the words of the system */
    static LocalizableText notSent(@Nullable String why) {
        return new LocalizableText("not-sent", List.of(String.valueOf(why)), String.valueOf(why));
    }

    /** One request under way; tells its outcome once. */
    static final class Pending {
        private final Consumer<Outcome> result;
        private final long sentAt = System.nanoTime();
        private final AtomicBoolean told = new AtomicBoolean();

        Pending(Consumer<Outcome> result) {
            this.result = result;
        }

        void answered(SIPResponse response) {
            if (response.getStatusCode() < 200)
                return;
            String reason = response.getReasonPhrase();
            tell(new Outcome.Answered(response.getStatusCode(), reason == null ? "" : reason, headers(response),
                    Duration.ofNanos(System.nanoTime() - sentAt)));
        }

        void silent() {
            tell(new Outcome.NoAnswer());
        }

        void notSent(LocalizableText problem) {
            tell(new Outcome.NotSent(problem));
        }

        private void tell(Outcome outcome) {
            if (told.compareAndSet(false, true))
                result.accept(outcome);
        }

        private static Map<String, List<String>> headers(SIPResponse response) {
            return Wire.head(response).all();
        }
    }
}
