package org.trunkline.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.trunkline.engine.sdp.SdpSyntaxException;
import org.trunkline.engine.sdp.SessionDescription;

/** Spoiled session descriptions; {@code -Dfuzz.seed=N} repeats a run, {@code -Dfuzz.cases=N} makes it long. */
class SdpFuzzTest {
    private static final long SEED = Long.getLong("fuzz.seed", 20261121);
    private static final int CASES = Integer.getInteger("fuzz.cases", 50_000);

    @Test
    void nothingButASyntaxErrorComesOut() {
        var mutator = new Mutator(SEED);
        var seeds = List.of(Sdps.offer("192.0.2.1", 4000).getBytes(UTF_8), Sdps.answer("2001:db8::1", 4000).getBytes(UTF_8),
                ("v=0\r\no=- 1 2 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 0.0.0.0\r\nt=0 0\r\nm=audio 4000 RTP/SAVP 0 8 101\r\n"
                        + "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz|2^20|1:4\r\n"
                        + "a=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\na=ptime:20\r\na=sendonly\r\n"
                        + "m=video 0 RTP/AVP 31\r\nm=image 5000 udptl t38\r\na=T38FaxVersion:0\r\n").getBytes(UTF_8));
        int sound = 0;
        for (int i = 0; i < CASES; i++) {
            byte[] body = mutator.next(seeds);
            try {
                var sdp = SessionDescription.parse(new String(body, UTF_8));
                sdp.codec();
                sdp.holds();
                sound++;
            } catch (SdpSyntaxException e) {
                continue; // refused
            } catch (RuntimeException | Error e) {
                fail("seed " + SEED + ", case " + i + ":\n" + new String(body, ISO_8859_1), e);
            }
        }
        assertTrue(sound > CASES / 20, "the mutations are too rough: " + sound + " were sound");
    }
}
