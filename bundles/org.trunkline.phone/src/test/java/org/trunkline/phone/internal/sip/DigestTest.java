package org.trunkline.phone.internal.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;

import javax.sip.message.Response;

import org.junit.jupiter.api.Test;

class DigestTest {
    private static final String HEAD = "SIP/2.0 401 Unauthorized\r\nVia: SIP/2.0/WS x.invalid;branch=z9hG4bK1\r\n"
            + "From: <sip:a@b>;tag=1\r\nTo: <sip:a@b>;tag=2\r\nCall-ID: c\r\nCSeq: 1 REGISTER\r\n";
    /** RFC 7616 §3.9.1. */
    private static final String CHALLENGE = "WWW-Authenticate: Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm=%s, "
            + "nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"\r\n";

    private static Optional<String> answer(String challenges) {
        var response = (Response) SipMessages.parse(HEAD + challenges + "Content-Length: 0\r\n\r\n").orElseThrow();
        return new Digest("Mufasa", "Circle of Life").answer(response, "GET", "/dir/index.html",
                "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ");
    }

    @Test
    void answersAsTheExamplesOfTheStandard() {
        assertTrue(answer(CHALLENGE.formatted("MD5")).orElseThrow().contains("response=\"8ca523f5e9506fed4657c9700eebdbec\""));
        assertTrue(answer(CHALLENGE.formatted("SHA-256")).orElseThrow()
                .contains("response=\"753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1\""));
    }

    /** RFC 8760 §2.4: the first that it knows. */
    @Test
    void takesTheFirstAlgorithmThatItKnows() {
        assertTrue(answer(CHALLENGE.formatted("SHA-256") + CHALLENGE.formatted("MD5")).orElseThrow().contains("algorithm=SHA-256"));
        assertTrue(answer(CHALLENGE.formatted("WHIRLPOOL") + CHALLENGE.formatted("MD5")).orElseThrow().contains("algorithm=MD5"));
        assertEquals(Optional.empty(), answer(CHALLENGE.formatted("WHIRLPOOL")));
    }

    @Test
    void answersAChallengeOfOldServers() {
        var answer = answer("WWW-Authenticate: Digest realm=\"r\", nonce=\"n\"\r\n").orElseThrow();
        assertTrue(answer.startsWith("Authorization: Digest username=\"Mufasa\", realm=\"r\", nonce=\"n\", uri=\"/dir/index.html\", response=\"")
                && !answer.contains("qop") && !answer.contains("algorithm"), answer);
    }
}
