package org.trunkline.ui;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

import org.trunkline.domain.config.TlsCertificate;

/** A certificate in words: for whom, by whom, until when. */
public final class CertificateText {
    /** Time to renew it in peace. */
    private static final Duration SOON = Duration.ofDays(30);

    private final Texts texts;
    private final Formats formats;
    private final InstantSource clock;

    public static CertificateText create() {
        return new CertificateText(Texts.of(CertificateText.class), Formats.ofPreferences(), InstantSource.system());
    }

    public CertificateText(Texts texts, Formats formats, InstantSource clock) {
        this.texts = texts;
        this.formats = formats;
        this.clock = clock;
    }

    /** One each for expiry, which must not be overlooked under many names, names and issuer. */
    public List<String> lines(Optional<TlsCertificate> certificate) {
        return certificate.map(c -> List.of(expiry(certificate), texts.get("certificate.for", String.join(", ", c.names())),
                texts.get("certificate.by", c.issuer())))
                .orElseGet(() -> List.of(texts.get("certificate.none")));
    }

    public String expiry(Optional<TlsCertificate> certificate) {
        return certificate.map(c -> texts.get(clock.instant().isAfter(c.validUntil()) ? "certificate.expired"
                : "certificate.until", formats.dateTime(c.validUntil()))).orElse(Formats.NONE);
    }

    public Tone tone(Optional<TlsCertificate> certificate) {
        Instant now = clock.instant();
        return certificate.map(c -> now.isAfter(c.validUntil()) || now.isBefore(c.validFrom()) ? Tone.BAD
                : now.isAfter(c.validUntil().minus(SOON)) ? Tone.WARN : Tone.OK).orElse(Tone.PLAIN);
    }
}
