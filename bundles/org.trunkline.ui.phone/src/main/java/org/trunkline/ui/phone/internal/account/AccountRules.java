package org.trunkline.ui.phone.internal.account;

import java.net.URI;
import java.util.Optional;

import org.trunkline.domain.config.Names;
import org.trunkline.domain.tls.CertificateTrust;

/** What the fields of an account may be; each answers the key of the sentence that says why not. */
final class AccountRules {
    private static final int MOST_PORT = 65_535;

    private AccountRules() {}

    /** {@code ws://host:port/path} or {@code wss://…} (RFC 7118 §8), else host and port; with the fingerprint of a certificate after #. */
    static Optional<String> server(Connection connection, String text) {
        try {
            URI uri = connection.uri(text);
            boolean good = uri.getHost() != null && uri.getPort() <= MOST_PORT && uri.getPort() != 0 && uri.getUserInfo() == null
                    && (connection == Connection.WEB_SOCKET ? "ws".equals(uri.getScheme()) || "wss".equals(uri.getScheme()) : isHostAlone(connection, uri));
            if (!good)
                return Optional.of("account.bad-server." + connection.key());
        } catch (IllegalArgumentException e) {
            return Optional.of("account.bad-server." + connection.key());
        }
        return pin(connection.uri(text));
    }

    private static boolean isHostAlone(Connection connection, URI uri) {
        return uri.getPath().isEmpty() && uri.getQuery() == null && (uri.getFragment() == null || connection == Connection.TLS);
    }

    private static Optional<String> pin(URI uri) {
        try {
            CertificateTrust.pin(uri);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of("account.bad-pin");
        }
    }

    static Optional<String> domain(String text) {
        return Names.isHost(text.strip()) ? Optional.empty() : Optional.of("account.bad-domain");
    }

    static Optional<String> user(String text) {
        return Names.isUsername(text.strip()) ? Optional.empty() : Optional.of("account.bad-user");
    }

    static Optional<String> password(String text) {
        return text.isEmpty() ? Optional.of("account.no-password") : Optional.empty();
    }
}
