package org.trunkline.export.customer;

import java.text.MessageFormat;
import java.text.NumberFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import java.util.ResourceBundle;

import org.trunkline.domain.quality.MosBand;

/** The words and figures of a page in one language. */
final class CustomerTexts {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final double SMALL = 0.1;

    private final ResourceBundle bundle;
    private final Locale language;
    private final ZoneId zone;

    CustomerTexts(Locale language, ZoneId zone) {
        this.language = language;
        this.zone = zone;
        bundle = ResourceBundle.getBundle(CustomerTexts.class.getPackageName() + ".messages", language,
                CustomerTexts.class.getClassLoader(), ResourceBundle.Control.getNoFallbackControl(
                        ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    String get(String key, Object... values) {
        String pattern = bundle.getString(key);
        return values.length == 0 ? pattern : new MessageFormat(pattern, language).format(values);
    }

    /** {@code 31 January 2026}, as the language writes it. */
    String date(Instant at) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG).withLocale(language).format(at.atZone(zone));
    }

    String time(Instant at) {
        return TIME.format(at.atZone(zone));
    }

    String zone() {
        return zone.getId();
    }

    /** {@code 1:31}, {@code 1:02:33}. */
    static String duration(Duration it) {
        long s = Math.max(0, it.toSeconds());
        return s < 3600 ? String.format(Locale.ROOT, "%d:%02d", s / 60, s % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", s / 3600, s / 60 % 60, s % 60);
    }

    /** {@code 4.2%}, {@code 37%}. */
    String percent(double ratio) {
        var format = NumberFormat.getPercentInstance(language);
        format.setMaximumFractionDigits(ratio < SMALL ? 1 : 0);
        return format.format(ratio);
    }

    /** {@code good (4.3)}. */
    String score(double mos) {
        var format = NumberFormat.getNumberInstance(language);
        int digits = MosBand.decimals(mos);
        format.setMinimumFractionDigits(digits);
        format.setMaximumFractionDigits(digits);
        return get("sound.score", band(MosBand.of(mos)), format.format(MosBand.written(mos)));
    }

    String band(MosBand band) {
        return get("mos." + band.name().toLowerCase(Locale.ROOT));
    }
}
