package org.trunkline.engine.call.message;

import java.util.Optional;

import org.trunkline.domain.config.Trunk;
import org.trunkline.engine.port.routing.Directory;
import org.trunkline.engine.port.signaling.IncomingRequest;

/**
 * Where a request outside dialogs comes from and whom it is for, as its addresses say.
 *
 * @param trunk empty for a sender that has to prove who it is
 * @param called user part that is called, in the context that its URI names
 * @param caller user part of From
 */
public record RequestOrigin(Optional<Trunk> trunk, String called, String caller) {
    /** Of a request that nobody has read. */
    public static final RequestOrigin UNREAD = new RequestOrigin(Optional.empty(), "", "");

    public static RequestOrigin of(IncomingRequest request, Directory directory) {
        String dialled = Dialled.of(request.requestUri(), directory);
        String caller = SipUri.parse(request.from().uri()).map(SipUri::user).orElse("");
        var contactOf = directory.trunkOfContact(dialled, request.source().getAddress());
        var trunk = contactOf.or(() -> directory.trunkAt(request.source(), caller))
                .filter(it -> !it.security().mutualTls())
                .or(() -> directory.trunkOfCertificate(request.certificateNames()));
        return new RequestOrigin(trunk, contactOf.isEmpty() ? dialled : wanted(request, dialled), caller);
    }

    /** A carrier calls the contact that its trunk registered; whom it wants stands in To then, or in RFC 7315's header. */
    private static String wanted(IncomingRequest request, String dialled) {
        return request.header("P-Called-Party-ID").flatMap(RequestOrigin::userOf)
                .or(() -> SipUri.parse(request.to().uri()).map(SipUri::user)).orElse(dialled);
    }

    /** User part of P-Asserted-Identity (RFC 3325) of a trunk that asserts it; else the caller's own word. */
    public String identity(IncomingRequest request) {
        return trunk.filter(it -> it.numbers().assertIdentity())
                .flatMap(_ -> request.header("P-Asserted-Identity").flatMap(RequestOrigin::userOf)).orElse(caller);
    }

    private static Optional<String> userOf(String value) {
        int open = value.indexOf('<');
        int close = value.indexOf('>', open + 1);
        return SipUri.parse(open < 0 || close < 0 ? value.strip() : value.substring(open + 1, close))
                .map(SipUri::user).filter(user -> !user.isEmpty());
    }
}
