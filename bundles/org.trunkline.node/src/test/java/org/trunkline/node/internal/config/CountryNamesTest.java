package org.trunkline.node.internal.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.call.Party;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.LadderSteps;
import org.trunkline.query.record.RecordQuery;
import org.trunkline.testkit.Samples;

/** {@code to:sweden} against the numbering plans of libphonenumber: the query language has a short list of its own. */
class CountryNamesTest {
    /** Share the numbers of another country, and are found by its name. */
    private static final Set<String> SHARED = Set.of("EH", "VA");

    private final PhoneNumberUtil plans = PhoneNumberUtil.getInstance();

    private static boolean finds(String name, String number) throws Exception {
        return RecordQuery.compile("to:\"" + name + "\"", Instant.EPOCH, ZoneOffset.UTC, List.of()).matches(to(number), LadderSteps.NONE);
    }

    private static Cdr to(String number) {
        var it = Samples.cdr(1);
        return new Cdr(it.id(), it.direction(), it.from(), new Party(number, Optional.of(number), ""), it.trunk(), it.route(),
                it.startedAt(), it.ringingAt(), it.answeredAt(), it.endedAt(), it.endedBy(), it.sipStatus(), it.cause(), it.reason(),
                it.legs(), it.quality(), it.why(), it.marks());
    }

    @Test
    void eachCountryIsFoundByItsNameInFourLanguagesAndNoNeighbourIs() throws Exception {
        var wrong = new ArrayList<String>();
        for (var region : plans.getSupportedRegions())
            for (var type : List.of(PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE)) {
                var example = plans.getExampleNumberForType(region, type);
                if (SHARED.contains(region) || example == null || !region.equals(plans.getRegionCodeForNumber(example)))
                    continue;
                String number = plans.format(example, PhoneNumberFormat.E164);
                for (var language : List.of("en", "sv", "zh", "id")) {
                    String name = Locale.of("", region).getDisplayCountry(Locale.of(language));
                    if (!finds(name, number))
                        wrong.add(name + " does not find " + number);
                }
                for (var neighbour : plans.getRegionCodesForCountryCode(example.getCountryCode())) {
                    String name = Locale.of("", neighbour).getDisplayCountry(Locale.ENGLISH);
                    if (!neighbour.equals(region) && !SHARED.contains(neighbour) && finds(name, number))
                        wrong.add(name + " finds " + number + " of " + region);
                }
            }
        assertEquals(List.of(), wrong);
    }

    @Test
    void areasOfASharedCodeAreToldApart() throws Exception {
        assertTrue(finds("USA", "+12125550123"));
        assertTrue(!finds("USA", "+14165550123") && finds("Kanada", "+14165550123"));
        assertTrue(finds("UK", "+442071838750") && !finds("Guernsey", "+442071838750"));
        assertTrue(!finds("Ryssland", "+77172700000") && finds("Kazakstan", "+77172700000"));
    }
}
