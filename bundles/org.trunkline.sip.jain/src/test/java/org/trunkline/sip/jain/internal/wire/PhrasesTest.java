package org.trunkline.sip.jain.internal.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reason phrases as the RFCs write them. */
class PhrasesTest {
    @ParameterizedTest
    @CsvSource({"422,Session Interval Too Small", "503,Service Unavailable", "407,Proxy Authentication Required",
            "421,Extension Required", "481,Call/Transaction Does Not Exist", "504,Server Time-out"})
    void asTheRfcsWriteThem(int status, String phrase) {
        assertEquals(phrase, Phrases.of(status));
    }

    /** What the node itself says. */
    @Test
    void eachStatusOfTheNodesHasOneOfItsOwn() {
        var own = List.of(100, 180, 181, 183, 200, 202, 400, 401, 403, 404, 405, 407, 408, 415, 416, 420, 422, 423, 429, 480,
                481, 482, 483, 484, 486, 487, 488, 489, 491, 500, 501, 502, 503, 504, 505, 513, 600, 603);
        assertEquals(own.size(), new HashSet<>(own.stream().map(Phrases::of).toList()).size());
    }

    /** RFC 3261 §8.1.3.2: treated as the x00 of its class; a phrase is free. */
    @Test
    void oneThatNobodyNamedSaysItsClass() {
        assertEquals("Bad Request", Phrases.of(499));
        assertEquals("Server Internal Error", Phrases.of(599));
    }
}
