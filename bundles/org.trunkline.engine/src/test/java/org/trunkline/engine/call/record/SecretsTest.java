package org.trunkline.engine.call.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

class SecretsTest {
    private static String blanked(String lines) {
        return Secrets.blanked("INVITE sip:bob@node SIP/2.0\r\n" + lines).substring("INVITE sip:bob@node SIP/2.0\r\n".length());
    }

    @Test
    void responseOfCredentials() {
        assertEquals("Authorization: Digest username=\"a\", nonce=\"n\", response=\"\", qop=auth\r\nCSeq: 1 INVITE\r\n",
                blanked("Authorization: Digest username=\"a\", nonce=\"n\", response=\"0123abcd\", qop=auth\r\nCSeq: 1 INVITE\r\n"));
        assertEquals("proxy-authorization : Digest response = \"\",qop=auth\r\n\r\n",
                blanked("proxy-authorization : Digest response = 0123abcd,qop=auth\r\n\r\n"));
        assertEquals("Authorization: Digest response=\"\"", blanked("Authorization: Digest response=\"0123abcd"), "cut off");
    }

    @Test
    void credentialsThatGoOnInTheNextLine() {
        assertEquals("Authorization: Digest username=\"a\",\r\n response=\"\",\r\n\tresponse=\"\"\r\nMax-Forwards: 70\r\n",
                blanked("Authorization: Digest username=\"a\",\r\n response=\"0123\",\r\n\tresponse=\"4567\"\r\nMax-Forwards: 70\r\n"));
    }

    @Test
    void whatIsCalledAlmostSoStays() {
        String harmless = "Allow: ACK\r\nAuthorization: Digest cresponse=\"1\", responses=\"2\"\r\nX-Note: response=\"3\"\r\n";
        assertEquals(harmless, blanked(harmless));
        String plain = "SIP/2.0 200 OK\r\nVia: x\r\n\r\nv=0\r\na=ptime:20\r\n";
        assertSame(plain, Secrets.blanked(plain));
    }

    @Test
    void passwordsOfIce() {
        assertEquals("\r\na=ice-ufrag:abcd\r\na=ice-pwd:...\r\na=mid:0\r\na=ice-pwd:...",
                blanked("\r\na=ice-ufrag:abcd\r\na=ice-pwd:the/secret\r\na=mid:0\r\na=ice-pwd:another"));
    }

    @Test
    void everyKeyOfSrtp() {
        assertEquals("\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:...|2^20|1:4;inline:...|2^20|2:4\r\na=ptime:20\r\nk=...\r\n",
                blanked("\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:c2VjcmV0|2^20|1:4;inline:b3RoZXI=|2^20|2:4\r\n"
                        + "a=ptime:20\r\nk=clear:secret\r\n"));
    }
}
