package org.trunkline.node.internal.config;

import java.util.Optional;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;

import org.trunkline.domain.config.Names;
import org.trunkline.engine.port.routing.NumberPlan;

/** The numbering plans of all countries, by libphonenumber. */
public final class PhoneNumberPlan implements NumberPlan {
    private static final String DIGITS_ONLY = "[0-9+]+";
    private static final String INTERNATIONAL = "00";
    private static final String COUNTRY_CODE_FIRST = "[1-9][0-9]{7,14}";
    private static final int LONGEST_COUNTRY_CODE = 3;

    private final PhoneNumberUtil plans = PhoneNumberUtil.getInstance();

    @Override
    public Optional<String> normalise(String text, String region) {
        if (!text.matches(DIGITS_ONLY)) // letters would be read as the digits on their keys
            return Optional.empty();
        if (text.startsWith("+"))
            return Optional.of(text).filter(Names::isE164);
        if (region.isEmpty()) // 00 is what ITU-T E.164 recommends; for another prefix a region is set
            return text.startsWith(INTERNATIONAL) ? Optional.of("+" + text.substring(2)).filter(Names::isE164)
                    : Optional.empty();
        // only what is valid there: a short code or an extension must not be taken for a number abroad
        return parse(text, region).filter(plans::isValidNumber).map(n -> plans.format(n, PhoneNumberFormat.E164));
    }

    @Override
    public Optional<String> withoutPlus(String text, String region) {
        if (region.isEmpty() || !text.matches(COUNTRY_CODE_FIRST) || parse(text, region).filter(plans::isValidNumber).isPresent())
            return Optional.empty();
        return parse("+" + text, region).filter(plans::isValidNumber).map(n -> plans.format(n, PhoneNumberFormat.E164));
    }

    @Override
    public Optional<String> inContext(String text, String context) {
        String digits = context.replaceAll("[^0-9]", "");
        for (int length = Math.min(LONGEST_COUNTRY_CODE, digits.length()); length > 0; length--) {
            String region = plans.getRegionCodeForCountryCode(Integer.parseInt(digits.substring(0, length)));
            if (plans.getSupportedRegions().contains(region))
                return normalise(text, region).or(() -> Optional.of("+" + digits + text).filter(Names::isE164)
                        .filter(number -> parse(number, region).filter(plans::isValidNumber).isPresent()));
        }
        return Optional.empty();
    }

    @Override
    public Optional<String> national(String e164, String region) {
        if (!plans.getSupportedRegions().contains(region))
            return Optional.empty();
        return parse(e164, region).map(n -> plans.formatOutOfCountryCallingNumber(n, region).replaceAll("[^0-9]", ""))
                .filter(t -> !t.isEmpty());
    }

    private Optional<PhoneNumber> parse(String text, String region) {
        try {
            return Optional.of(plans.parse(text, region));
        } catch (NumberParseException e) { // the library has no other way to say no
            return Optional.empty();
        }
    }
}
