package org.trunkline.domain.quality;

import static java.util.Locale.ROOT;
import static java.util.Map.entry;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How much a codec takes from the E-model's rating.
 *
 * <p>ITU-T G.113 Appendix I, where it lists the codec. G.711 is taken with the packet loss concealment of its
 * Appendix I (Bpl 25.1), as practically every phone conceals; {@link #G711_WITHOUT_CONCEALMENT} is what a receiver
 * that plays silence would get.
 *
 * @param ie equipment impairment without loss
 * @param bpl robustness against random loss
 * @param coding delay of the coder beyond the packet it fills: its look-ahead
 * @param source where the figures come from
 */
public record CodecImpairment(double ie, double bpl, Duration coding, Source source) {

    public enum Source {
        /** ITU-T G.113 Appendix I. */
        G113,
        /** From published listening tests, or from the nearest codec in G.113. */
        APPROXIMATE
    }

    public static final CodecImpairment G711_WITHOUT_CONCEALMENT = g113(0, 4.3, 0);

    private static final CodecImpairment G711 = g113(0, 25.1, 0);
    private static final Map<String, CodecImpairment> TABLE = Map.ofEntries(
            entry("PCMU", G711), entry("PCMA", G711),
            entry("G729", g113(11, 19, 5)), entry("G729D", approximate(20, 19, 5)), entry("G729E", approximate(4, 19, 5)),
            // at 6.3 kbit/s, the usual rate; G.113 gives Ie 19 at 5.3 and no Bpl
            entry("G723", g113(15, 16.1, 7)),
            // G.113 names no Bpl for full rate GSM; 43 is what RTCP XR implementations assume
            entry("GSM", approximate(20, 43, 0)), entry("GSM-EFR", g113(5, 10, 0)), entry("GSM-HR-08", approximate(23, 10, 4)),
            // the highest mode, 12.2 kbit/s, is the bit stream of GSM-EFR
            entry("AMR", g113(5, 10, 5)),
            entry("G726-40", approximate(2, 24, 0)), entry("G726-32", approximate(7, 24, 0)),
            entry("G726-24", approximate(25, 24, 0)), entry("G726-16", approximate(50, 24, 0)),
            entry("G728", approximate(7, 17, 0)),
            // RFC 3951's own frame-independent coding makes iLBC sturdy: listening tests put it at Ie 10-11, Bpl 32-35
            entry("ILBC", approximate(11, 32, 5)), entry("SPEEX", approximate(11, 25, 10)),
            // Wideband codecs surpass the narrowband scale, which knows nothing better than G.711: rated as its equal,
            // with the loss behaviour of their concealment (G.113 Appendix IV rates them on the G.107.1 scale)
            entry("G722", approximate(0, 25.1, 2)), entry("AMR-WB", approximate(0, 15, 5)),
            entry("OPUS", approximate(0, 25, 7)), entry("L16", approximate(0, 25.1, 0)));

    public CodecImpairment {
        if (!(ie >= 0 && ie < 95))
            throw new IllegalArgumentException("ie: " + ie);
        if (!(bpl > 0))
            throw new IllegalArgumentException("bpl: " + bpl);
        if (coding.isNegative())
            throw new IllegalArgumentException("coding: " + coding);
    }

    /** @param encoding name as in SDP, {@code PCMA}, in any case; empty for a codec of which nothing is known */
    public static Optional<CodecImpairment> of(String encoding) {
        return Optional.ofNullable(TABLE.get(encoding.toUpperCase(ROOT)));
    }

    /** All codecs of this table, by encoding name in upper case. */
    public static Map<String, CodecImpairment> standard() {
        return TABLE;
    }

    private static CodecImpairment g113(double ie, double bpl, int lookAheadMs) {
        return new CodecImpairment(ie, bpl, Duration.ofMillis(lookAheadMs), Source.G113);
    }

    private static CodecImpairment approximate(double ie, double bpl, int lookAheadMs) {
        return new CodecImpairment(ie, bpl, Duration.ofMillis(lookAheadMs), Source.APPROXIMATE);
    }
}
