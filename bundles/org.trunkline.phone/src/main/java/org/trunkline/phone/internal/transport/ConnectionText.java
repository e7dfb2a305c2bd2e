package org.trunkline.phone.internal.transport;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;

import org.trunkline.domain.config.Transport;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.domain.tls.CertificateTrust;
import org.trunkline.domain.tls.UntrustedCertificate;
import org.trunkline.phone.internal.work.Work;

/** Why there is no connection to a server, in words. */
record ConnectionText(URI server, Work clock) {
    LocalizableText lost() {
        return new LocalizableText("phone-connection-lost", List.of(at()),
                "The connection to " + at() + " was lost. The phone tries again.");
    }

    LocalizableText failed(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof UntrustedCertificate untrusted)
                return untrusted(untrusted);
            if (each instanceof UnresolvedAddressException || each instanceof UnknownHostException)
                return new LocalizableText("phone-no-such-host", List.of(server.getHost()),
                        "There is no host " + server.getHost() + ". Check the server of the account.");
            if (each instanceof ConnectException || each instanceof HttpTimeoutException || each instanceof SocketTimeoutException
                    || each instanceof PortUnreachableException || each instanceof NoRouteToHostException)
                return unreachable();
        }
        var cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return new LocalizableText("phone-connection-failed", List.of(at(), String.valueOf(cause.getMessage())),
                "The phone cannot connect to " + at() + ": " + cause.getMessage() + ". It tries again.");
    }

    private LocalizableText unreachable() {
        if (Transport.of(server.getScheme()).isWebSocket())
            return new LocalizableText("phone-unreachable", List.of(at()), "Nothing answers at " + at()
                    + ". Check the server of the account, and that the node accepts SIP over WebSocket. The phone tries again.");
        var transport = ServerUri.transport(server).map(Transport::name).orElse("");
        return new LocalizableText("phone-server-unreachable", List.of(at(), transport), "Nothing answers at " + at() + " over " + transport
                + ". Check the server and the connection of the account. The phone tries again.");
    }

    private LocalizableText untrusted(UntrustedCertificate why) {
        var end = why.certificate().getNotAfter().toInstant();
        if (!why.pinned() && end.isBefore(clock.now())) {
            var day = LocalDate.ofInstant(end, ZoneOffset.UTC).toString();
            return new LocalizableText("phone-certificate-expired", List.of(at(), day), "The certificate of " + at() + " expired on " + day
                    + ". Its administrator has to replace it. If it is valid, set the clock of this computer.");
        }
        var print = CertificateTrust.fingerprint(why.certificate());
        return new LocalizableText("phone-certificate", List.of(at(), print), "The certificate of " + at()
                + " is not trusted. If its fingerprint is right, add it to the server of the account: #" + CertificateTrust.PIN + print);
    }

    String at() {
        return server.getHost() + (server.getPort() < 0 ? "" : ":" + server.getPort());
    }

    /** Of a cause of another kind. */
    static <T extends Throwable> Optional<T> within(Throwable failure, Class<T> kind) {
        for (Throwable each = failure; each != null; each = each.getCause())
            if (kind.isInstance(each))
                return Optional.of(kind.cast(each));
        return Optional.empty();
    }
}
