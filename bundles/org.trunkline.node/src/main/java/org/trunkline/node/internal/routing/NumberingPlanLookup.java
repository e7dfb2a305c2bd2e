package org.trunkline.node.internal.routing;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;

import org.osgi.service.component.annotations.Component;
import org.trunkline.spi.number.NumberFacts;
import org.trunkline.spi.number.NumberFacts.LineType;
import org.trunkline.spi.number.NumberLookup;

/** Country and type of a number by the numbering plans of libphonenumber; the last lookup. */
@Component(service = NumberLookup.class, property = {"service.ranking:Integer=-1000", "trunkline.name=numbering-plan",
        "trunkline.lookup.ondemand:Boolean=true"})
public final class NumberingPlanLookup implements NumberLookup {
    private static final Duration TTL = Duration.ofDays(1);

    private final PhoneNumberUtil plans = PhoneNumberUtil.getInstance();

    @Override
    public NumberFacts lookup(String number) {
        try {
            var parsed = plans.parse(number, null);
            var country = Optional.ofNullable(plans.getRegionCodeForNumber(parsed)).filter(code -> code.length() == 2
                    && !code.equals("ZZ"));
            return new NumberFacts(Optional.empty(), Optional.empty(), country, type(plans.getNumberType(parsed)),
                    OptionalInt.empty(), Optional.empty(), Optional.empty(), Optional.empty(), TTL);
        } catch (NumberParseException e) { // the library has no other way to say no
            return NumberFacts.NONE;
        }
    }

    private static Optional<LineType> type(PhoneNumberType type) {
        return switch (type) {
            case FIXED_LINE -> Optional.of(LineType.FIXED);
            case MOBILE -> Optional.of(LineType.MOBILE);
            case VOIP -> Optional.of(LineType.VOIP);
            case TOLL_FREE -> Optional.of(LineType.TOLL_FREE);
            case PREMIUM_RATE -> Optional.of(LineType.PREMIUM);
            case SHARED_COST -> Optional.of(LineType.SHARED_COST);
            case PERSONAL_NUMBER, PAGER, UAN, VOICEMAIL -> Optional.of(LineType.OTHER);
            case FIXED_LINE_OR_MOBILE, UNKNOWN -> Optional.empty();
        };
    }
}
