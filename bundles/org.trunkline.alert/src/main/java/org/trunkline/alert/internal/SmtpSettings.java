package org.trunkline.alert.internal;

import java.nio.file.Path;
import java.util.Optional;

/** The mail server that takes our messages. @param passwordFile of the account, read at each message */
record SmtpSettings(String host, int port, Security security, String user, Optional<Path> passwordFile, String from) {
    enum Security {
        /** TLS is asked for on the open connection (RFC 3207); without it nothing is sent. */
        STARTTLS,
        /** TLS from the start (RFC 8314). */
        TLS,
        /** In the clear; credentials go to this machine only. */
        NONE
    }
}
