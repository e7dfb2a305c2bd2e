package org.trunkline.domain.quality;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The one scale of mean opinion scores, after ITU-T G.109: what a score is called, how it is written, and the classes in
 * which scores are counted. A score is compared in thousandths, as the index keeps it.
 */
public enum MosBand {
    /** Nearly all users are dissatisfied. */
    BAD(1.0),
    /** Many users are dissatisfied. */
    POOR(3.1),
    /** Some users are dissatisfied. */
    FAIR(3.6),
    /** Most users are satisfied. */
    GOOD(4.0);

    /** The best score that ITU-T G.107 gives. */
    public static final double BEST = 4.5;

    private static final int NEAR = 50;
    private static final int CLASS = 100;
    private static final List<Double> CLASSES = IntStream.range(10, 45).mapToObj(tenths -> tenths / 10.0).toList();

    private final double lowest;

    MosBand(double lowest) {
        this.lowest = lowest;
    }

    /** The lowest score of this band. */
    public double lowest() {
        return lowest;
    }

    public static MosBand of(double mos) {
        MosBand found = BAD;
        for (MosBand band : values())
            if (thousandths(mos) >= thousandths(band.lowest))
                found = band;
        return found;
    }

    /**
     * Lower bounds of the classes, which are all a tenth wide: the limit between two bands is also a limit between two
     * classes.
     */
    public static List<Double> classes() {
        return CLASSES;
    }

    /** How many decimals a score needs: two near the limit between two bands, else one. */
    public static int decimals(double mos) {
        for (MosBand band : values())
            if (band != BAD && Math.abs(thousandths(mos) - thousandths(band.lowest)) < NEAR)
                return 2;
        return 1;
    }

    /** The score as it is written: never rounded up, so that no score below 3.5 is shown as 3.5. */
    public static double written(double mos) {
        int step = decimals(mos) == 2 ? 10 : CLASS;
        return thousandths(mos) / step * step / 1000.0;
    }

    private static int thousandths(double mos) {
        return (int) Math.round(mos * 1000);
    }
}
