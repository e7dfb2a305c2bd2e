package org.trunkline.node.internal.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhoneNumberPlanTest {
    private final PhoneNumberPlan plan = new PhoneNumberPlan();

    @ParameterizedTest
    @CsvSource({"+46701740605,'',+46701740605", "0701740605,SE,+46701740605", "0046701740605,SE,+46701740605",
            "0046701740605,'',+46701740605", "01146701740605,US,+46701740605", "2125550123,US,+12125550123",
            "701740605,'',''", "0701740605,'',''", "1001,SE,''", "112,SE,''", "4711,US,''", "+0701,SE,''", "abc,SE,''",
            "1800FLOWERS,US,''", "+999123456,'',+999123456", "0701740605,XX,''"})
    void normalises(String text, String region, String expected) {
        assertEquals(expected, plan.normalise(text, region).orElse(""));
    }

    /** Not: a number of the region itself, a short code, an extension, one of no country, nor where no region is known. */
    @ParameterizedTest
    @CsvSource({"8613912345678,SE,+8613912345678", "4915112345678,US,+4915112345678",
            "701740605,SE,''", "2125550123,US,''", "0701740605,SE,''", "118118,SE,''", "471147114711,SE,''", "99912345678,SE,''",
            "8613912345678,'',''", "+8613912345678,SE,''"})
    void readsACallerWithoutThePlus(String text, String region, String expected) {
        assertEquals(expected, plan.withoutPlus(text, region).orElse(""));
    }

    @ParameterizedTest
    @CsvSource({"+46701740605,SE,0701740605", "+12125550123,US,12125550123", "+46701740605,US,01146701740605",
            "+12125550123,SE,0012125550123", "+46701740605,XX,''", "+999123456,SE,''"})
    void writesAsDialled(String number, String region, String expected) {
        assertEquals(expected, plan.national(number, region).orElse(""));
    }

    @ParameterizedTest
    @CsvSource({"0701740605,+46,+46701740605", "701740605,+46,+46701740605", "2125550123,+1,+12125550123",
            "5550123,+1-212,+12125550123", "112,+46,''", "0701740605,+999,''", "0701740605,+,''"})
    void readsInAContext(String text, String context, String expected) {
        assertEquals(expected, plan.inContext(text, context).orElse(""));
    }
}
