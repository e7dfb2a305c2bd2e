package org.trunkline.phone.internal.sip;

import java.util.List;
import java.util.Optional;

import org.trunkline.phone.PhoneAccount;

/** Signs in at the node's HTTP server as over SIP: by digest with the name and password of the account (RFC 7616). */
public final class HttpSignIn {
    private HttpSignIn() {}

    /**
     * Value of the Authorization header; empty where no challenge can be answered.
     *
     * @param challenges values of WWW-Authenticate, the server's choice first
     */
    public static Optional<String> answer(PhoneAccount account, List<String> challenges, String method, String path) {
        return Digest.answer(account.user(), account.password(), challenges, method, path);
    }
}
