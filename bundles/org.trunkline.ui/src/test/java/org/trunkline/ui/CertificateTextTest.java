package org.trunkline.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.config.TlsCertificate;

class CertificateTextTest {
    private static final Instant END = Instant.parse("2027-03-01T12:00:00Z");
    private static final Optional<TlsCertificate> SHOWN = Optional.of(new TlsCertificate(
            List.of("sip.carrier.example", "192.0.2.7"), "Carrier CA", END.minus(Duration.ofDays(365)), END));

    private final AtomicReference<Instant> now = new AtomicReference<>(END.minus(Duration.ofDays(31)));
    private final Formats formats = new Formats(ZoneOffset.UTC, Locale.ENGLISH);
    private final CertificateText certificates = new CertificateText(
            Texts.of(CertificateText.class, Locale.ENGLISH), formats, now::get);

    @Test
    void namesIssuerAndExpiry() {
        assertEquals(List.of("Valid until " + formats.dateTime(END), "For sip.carrier.example, 192.0.2.7", "Signed by Carrier CA"),
                certificates.lines(SHOWN));
        assertEquals(List.of("None presented yet."), certificates.lines(Optional.empty()));
    }

    @Test
    void isSaidToHaveEnded() {
        now.set(END.plusSeconds(1));
        assertEquals("Expired " + formats.dateTime(END), certificates.expiry(SHOWN));
    }

    @Test
    void warnsAMonthAheadAndIsBadBeforeItsTimeAndAfter() {
        assertEquals(Tone.OK, certificates.tone(SHOWN));
        now.set(END.minus(Duration.ofDays(29)));
        assertEquals(Tone.WARN, certificates.tone(SHOWN));
        now.set(END.plusSeconds(1));
        assertEquals(Tone.BAD, certificates.tone(SHOWN));
        now.set(END.minus(Duration.ofDays(366)));
        assertEquals(Tone.BAD, certificates.tone(SHOWN));
        assertEquals(Tone.PLAIN, certificates.tone(Optional.empty()));
    }
}
