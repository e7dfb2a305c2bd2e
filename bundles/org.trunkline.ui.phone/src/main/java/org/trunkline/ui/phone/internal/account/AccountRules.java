package org.trunkline.ui.phone.internal.account;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

import org.trunkline.domain.config.Names;

/** What the fields of an account may be; each answers the key of the sentence that says why not. */
final class AccountRules {
    private static final int MOST_PORT = 65_535;

    private AccountRules() {}

    /** {@code ws://host:port/path} or {@code wss://…} (RFC 7118 §8), with the fingerprint of a certificate after #. */
    static Optional<String> server(String text) {
        try {
            URI uri = new URI(text.strip());
            boolean good = ("ws".equals(uri.getScheme()) || "wss".equals(uri.getScheme())) && uri.getHost() != null
                    && uri.getPort() <= MOST_PORT && uri.getUserInfo() == null;
            return good ? Optional.empty() : Optional.of("account.bad-server");
        } catch (URISyntaxException e) {
            return Optional.of("account.bad-server");
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
