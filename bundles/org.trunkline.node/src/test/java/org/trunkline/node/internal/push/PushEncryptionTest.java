package org.trunkline.node.internal.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.spec.ECPrivateKeySpec;
import java.util.Base64;

import org.junit.jupiter.api.Test;
import org.trunkline.engine.port.push.PushSubscription.Keys;

class PushEncryptionTest {
    private static final Base64.Decoder URL = Base64.getUrlDecoder();

    private static KeyPair pair(String open, String closed) throws GeneralSecurityException {
        var publicKey = CurvePoint.decode(URL.decode(open));
        return new KeyPair(publicKey, KeyFactory.getInstance("EC").generatePrivate(
                new ECPrivateKeySpec(new BigInteger(1, URL.decode(closed)), publicKey.getParams())));
    }

    /** RFC 8291 §5 and appendix A. */
    @Test
    void theExampleOfTheStandard() throws Exception {
        var sender = pair("BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8",
                "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw");
        var browser = new Browser(pair("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
                "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"), URL.decode("BTBZMqHH6r4Tts7J_aSIgg"));
        String text = "When I grow up, I want to be a watermelon";
        byte[] body = PushEncryption.encrypt(text.getBytes(UTF_8), 0, browser.keys(), sender, URL.decode("DGv6ra1nlYgDCS1FRnbzlw"));
        assertEquals("DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_"
                + "yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN",
                Base64.getUrlEncoder().withoutPadding().encodeToString(body));
        assertEquals(text, browser.read(body));
    }

    @Test
    void theLengthOfANameIsNotSeen() throws Exception {
        var random = new SecureRandom();
        var browser = new Browser(CurvePoint.newPair(), new byte[16]);
        byte[] one = PushEncryption.encrypt("{\"caller\":\"Bo\"}".getBytes(UTF_8), browser.keys(), random);
        byte[] other = PushEncryption.encrypt(("{\"caller\":\"" + "Ö".repeat(100) + "\"}").getBytes(UTF_8), browser.keys(), random);
        assertEquals(one.length, other.length);
        assertEquals("{\"caller\":\"Bo\"}", browser.read(one));
        for (int i = 0; i < 40; i++) { // a coordinate may begin with a zero
            var another = new Browser(CurvePoint.newPair(), new byte[16]);
            assertEquals("x", another.read(PushEncryption.encrypt(new byte[] { 'x' }, another.keys(), random)));
        }
    }

    @Test
    void keysThatAreNoneAreRefused() {
        var good = new Browser(CurvePoint.newPair(), new byte[16]).keys();
        byte[] off = URL.decode(good.publicKey());
        off[64] ^= 1;
        for (var keys : new Keys[] { new Keys("", ""), new Keys(good.publicKey(), "AAAA"), new Keys("!", good.secret()),
                new Keys(Base64.getUrlEncoder().encodeToString(off), good.secret()), new Keys("BAAA", good.secret()) })
            assertThrows(GeneralSecurityException.class, () -> PushEncryption.check(keys));
    }
}
