package org.trunkline.alert.internal;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The mail server that takes our messages.
 *
 * @param account where the server asks for one
 */
record SmtpSettings(String host, int port, Security security, Account account, String from) {
    /** @param user empty for none @param passwordFile read at each message, and wins over the password */
    record Account(String user, String password, Optional<Path> passwordFile) {
        /** Tells no password. */
        @Override
        public String toString() {
            return "Account[" + user + "]";
        }
    }

    enum Security {
        /** TLS is asked for on the open connection (RFC 3207); without it nothing is sent. */
        STARTTLS,
        /** TLS from the start (RFC 8314). */
        TLS,
        /** In the clear; credentials go to this machine only. */
        NONE
    }
}
