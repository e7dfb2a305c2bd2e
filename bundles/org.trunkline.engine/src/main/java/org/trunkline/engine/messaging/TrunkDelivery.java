package org.trunkline.engine.messaging;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.trunkline.domain.cdr.Candidate.Reason;
import org.trunkline.domain.config.Transport;
import org.trunkline.domain.config.Trunk;
import org.trunkline.engine.EnginePorts;
import org.trunkline.engine.RandomTokens;
import org.trunkline.engine.call.message.SipUri;
import org.trunkline.engine.call.message.Statuses;
import org.trunkline.engine.port.routing.Directory.TrunkTarget;
import org.trunkline.engine.port.signaling.Hop;
import org.trunkline.engine.port.signaling.NameAddress;

/** Sends one message over the trunks of a route that take messages, in order, until one takes it. One step at a time. */
final class TrunkDelivery {
    private static final int NONE_ALLOWED = 403;
    private static final int NONE_UP = 503;

    private final EnginePorts ports;
    private final RandomTokens tokens;
    private final TextMessage message;
    private final Consumer<Outcome> result;
    private final Iterator<TrunkTarget> targets;
    private int last;

    TrunkDelivery(EnginePorts ports, RandomTokens tokens, TextMessage message, List<TrunkTarget> targets, Consumer<Outcome> result) {
        this.ports = ports;
        this.tokens = tokens;
        this.message = message;
        this.result = result;
        var allowed = targets.stream().filter(target -> target.trunk().peer().messages()).toList();
        this.last = allowed.isEmpty() ? NONE_ALLOWED : NONE_UP;
        this.targets = allowed.iterator();
    }

    void begin() {
        next();
    }

    private void next() {
        while (targets.hasNext()) {
            var target = targets.next();
            if (isUp(target.trunk())) {
                resolve(target);
                return;
            }
        }
        result.accept(new Outcome.Refused(last));
    }

    /** Its limits count calls. */
    private boolean isUp(Trunk trunk) {
        return ports.directory().refusal(trunk.name(), true).filter(refused -> refused.reason() == Reason.DOWN
                || refused.reason() == Reason.DISABLED).isEmpty();
    }

    private void resolve(TrunkTarget target) {
        var peer = target.trunk().peer();
        var routes = ports.directory().serviceRoute(target.trunk().name());
        Consumer<Optional<Hop>> found = hop -> send(target, routes, hop);
        var route = routes.isEmpty() ? Optional.<SipUri>empty() : SipUri.parse(routes.getFirst().replaceAll("[<>]", ""));
        if (route.isPresent())
            ports.signaling().resolve(route.get().host(), route.get().port(), route.get().transport().isEmpty() ? peer.transport()
                    : Transport.of(route.get().transport()), found);
        else if (peer.port() == 0)
            ports.signaling().resolve(peer.host(), peer.transport(), found);
        else
            ports.signaling().resolve(peer.host(), peer.port(), peer.transport(), found);
    }

    private void send(TrunkTarget target, List<String> routes, Optional<Hop> hop) {
        if (hop.isEmpty() || message.secure() && !hop.get().transport().encrypted()) {
            next();
            return;
        }
        String uri = SipUri.of(target.calledUser(), SipUri.host(target.trunk()), message.secure());
        var shown = message.presentation().toTrunk(target);
        var headers = new ArrayList<>(message.content().headers());
        headers.addAll(shown.headers());
        new OutboundMessage(ports, message, message.id() + '-' + tokens.next(), tokens.next(), new OutboundMessage.Target(uri,
                shown.from(), new NameAddress("", uri), routes, hop.get(), Optional.of(target.trunk().name())), headers,
                this::concluded).send();
    }

    private void concluded(int status) {
        if (status >= 200 && status < 300) {
            result.accept(new Outcome.Delivered());
        } else if (status == 0 || Statuses.triesNext(status)) {
            last = status == 0 ? NONE_UP : status;
            next();
        } else {
            result.accept(new Outcome.Refused(status));
        }
    }
}
