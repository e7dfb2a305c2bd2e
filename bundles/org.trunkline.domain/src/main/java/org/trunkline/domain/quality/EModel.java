package org.trunkline.domain.quality;

import static java.lang.Math.exp;
import static java.lang.Math.log10;
import static java.lang.Math.max;
import static java.lang.Math.pow;
import static java.lang.Math.sqrt;

import java.time.Duration;

/**
 * The E-model of ITU-T G.107 (06/2015), whole: what of a connection's quality is left after noise, loudness, echo,
 * delay, coding and loss. Its parameters are those of the recommendation, by their names there, in its units: dB for
 * loudness and echo, dBm0p for noise.
 *
 * @param slr send loudness rating
 * @param rlr receive loudness rating
 * @param stmr sidetone masking rating
 * @param lstr listener sidetone rating
 * @param ds D-value of the telephone, send side
 * @param telr talker echo loudness rating
 * @param wepl weighted echo path loss
 * @param qdu quantising distortion units
 * @param nc circuit noise, dBm0p
 * @param nfor noise floor at the receiver, dBmp
 * @param ps room noise at the send side, dB(A)
 * @param pr room noise at the receive side, dB(A)
 * @param advantage expectation factor A, 0 to 20: what users forgive, say for a satellite hop
 */
public record EModel(double slr, double rlr, double stmr, double lstr, double ds, double telr, double wepl, double qdu,
        double nc, double nfor, double ps, double pr, double advantage) {

    /** The default values of G.107 table 2; R is then 93.2. */
    public static final EModel DEFAULT = new EModel(8, 2, 15, 18, 3, 65, 110, 1, -70, -64, 35, 35, 0);

    /** G.107 §7.4: below it talker echo is sidetone. */
    private static final double MIN_DELAYED_MS = 1;

    /**
     * Rates a connection.
     *
     * @param delay from mouth to ear, one way
     * @param loss packets lost of those expected, 0..1, after the jitter buffer
     * @param burstRatio mean length of observed bursts of loss over that of random loss; 1 if random
     */
    public Rating rate(Duration delay, CodecImpairment codec, double loss, double burstRatio) {
        if (!(loss >= 0 && loss <= 1))
            throw new IllegalArgumentException("loss: " + loss);
        if (!(burstRatio > 0))
            throw new IllegalArgumentException("burstRatio: " + burstRatio);
        double ms = max(0, delay.toNanos() / 1e6);
        double noise = noise();
        double ro = 15 - 1.5 * (slr + noise);
        double is = simultaneous(ro, noise);
        double echo = talkerEcho(ms, noise) + listenerEcho(2 * ms, ro);
        double pure = delayImpairment(ms);
        double ieEff = effectiveEquipment(codec, loss, burstRatio);
        double r = ro - is - echo - pure - ieEff + advantage;
        return new Rating(max(0, r), mos(r), ro, is, echo, pure, codec.ie(), ieEff - codec.ie(), advantage, delay);
    }

    /** Mean opinion score of a rating (G.107 annex B), 1.0 to 4.5. */
    public static double mos(double r) {
        if (r <= 0)
            return 1;
        if (r >= 100)
            return 4.5;
        // the polynomial dips below 1 under R 6.5, where no score is
        return max(1, 1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6);
    }

    /**
     * Ie-eff (G.107 §7.5): what coding and loss cost together.
     *
     * @param burstRatio BurstR of that clause: the mean length of bursts seen over that of as much random loss, where a
     *        burst is a run of lost packets; the recommendation vouches for it up to 2% of loss
     */
    public static double effectiveEquipment(CodecImpairment codec, double loss, double burstRatio) {
        double ppl = loss * 100;
        return codec.ie() + (95 - codec.ie()) * ppl / (ppl / burstRatio + codec.bpl());
    }

    /** Idd (G.107 §7.4) for the default delay sensitivity: what delay costs conversation even without any echo. */
    public static double delayImpairment(double ms) {
        if (ms <= 100)
            return 0;
        double x = log10(ms / 100) / log10(2);
        return 25 * (pow(1 + pow(x, 6), 1 / 6.0) - 3 * pow(1 + pow(x / 3, 6), 1 / 6.0) + 2);
    }

    private double noise() {
        double olr = slr + rlr;
        double nos = ps - slr - ds - 100 + 0.004 * square(ps - olr - ds - 14);
        double pre = pr + 10 * log10(1 + pow(10, (10 - lstr) / 10));
        double nor = rlr - 121 + pre + 0.008 * square(pre - 35);
        double nfo = nfor + rlr;
        return 10 * log10(pow(10, nc / 10) + pow(10, nos / 10) + pow(10, nor / 10) + pow(10, nfo / 10));
    }

    /** Is: too loud a line, sidetone, quantising distortion. */
    private double simultaneous(double ro, double noise) {
        double xolr = slr + rlr + 0.2 * (64 + noise - rlr);
        double iolr = 20 * (pow(1 + pow(xolr / 8, 8), 1 / 8.0) - xolr / 8);
        double q = 37 - 15 * log10(qdu);
        double g = 1.07 + 0.258 * q + 0.0602 * q * q;
        double y = (ro - 100) / 15 + 46 / 8.4 - g / 9;
        double z = 46 / 30.0 - g / 40;
        double iq = 15 * log10(1 + pow(10, y) + pow(10, z));
        return iolr + sidetone(0) + iq;
    }

    private double sidetone(double ms) {
        double stmro = -10 * log10(pow(10, -stmr / 10) + exp(-ms / 4) * pow(10, -telr / 10));
        return 12 * pow(1 + pow((stmro - 13) / 6, 8), 1 / 8.0)
                - 28 * pow(1 + pow((stmro + 1) / 19.4, 35), 1 / 35.0)
                - 13 * pow(1 + pow((stmro - 3) / 33, 13), 1 / 13.0) + 29;
    }

    /** Idte: hearing oneself again, the worse the later. */
    private double talkerEcho(double ms, double noise) {
        if (ms < MIN_DELAYED_MS)
            return 0;
        double terv = telr - 40 * log10((1 + ms / 10) / (1 + ms / 150)) + 6 * exp(-0.3 * ms * ms);
        if (stmr < 9)
            terv += sidetone(ms) / 2;
        double roe = -1.5 * (noise - rlr);
        double re = 80 + 2.5 * (terv - 14);
        double half = (roe - re) / 2;
        double idte = (half + sqrt(half * half + 100) - 1) * (1 - exp(-ms));
        return stmr > 20 ? sqrt(idte * idte + square(sidetone(ms))) : idte;
    }

    /** Idle, for the round trip in the four-wire loop. */
    private double listenerEcho(double roundTripMs, double ro) {
        double rle = 10.5 * (wepl + 7) * pow(roundTripMs + 1, -0.25);
        double half = (ro - rle) / 2;
        return half + sqrt(half * half + 169);
    }

    private static double square(double x) {
        return x * x;
    }
}
