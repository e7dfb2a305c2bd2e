package org.trunkline.media.audio;

import java.util.Arrays;
import java.util.List;

import org.trunkline.engine.port.media.AudioException;

/** A tone of the telephone network (ITU-T E.180, E.182), one turn of its cadence. */
public final class Tone implements Sound {
    /** About -10 dBm0. */
    private static final double AMPLITUDE = 7000;
    /** Over which a tone comes and goes, so that it does not click. */
    private static final int EDGE_MILLIS = 5;

    /** @param hertz 0 for silence */
    private record Part(int hertz, int millis) {
        static Part of(int hertz, int millis) {
            return new Part(hertz, millis);
        }
    }

    private final List<Part> parts;
    private final int rate;
    private int part;
    private int at;

    private Tone(int rate, Part... parts) {
        this.rate = rate;
        this.parts = List.of(parts);
    }

    @Override
    public int rate() {
        return rate;
    }

    static Tone named(String name, int rate) throws AudioException {
        return switch (name) {
            case "ringback" -> new Tone(rate, Part.of(425, 1000), Part.of(0, 4000));
            case "busy" -> new Tone(rate, Part.of(425, 500), Part.of(0, 500));
            case "congestion" -> new Tone(rate, Part.of(425, 250), Part.of(0, 250));
            case "unobtainable" -> new Tone(rate, Part.of(950, 330), Part.of(1400, 330), Part.of(1800, 330), Part.of(0, 1000));
            case "prompt" -> new Tone(rate, Part.of(800, 150), Part.of(0, 100), Part.of(800, 150), Part.of(0, 300));
            case "test" -> new Tone(rate, Part.of(1020, 10_000)); // ITU-T O.132's reference
            default -> throw new AudioException(
                    "there is no tone " + name + ": ringback, busy, congestion, unobtainable, prompt and test can be played");
        };
    }

    /** Tells a caller that it is recorded from now on (ITU-T E.180, recording tone). */
    public static Tone beforeRecording() {
        return new Tone(RATE, Part.of(1400, 400));
    }

    /** Rising: somebody joined the conference. */
    public static Tone joined() {
        return new Tone(RATE, Part.of(440, 120), Part.of(660, 180));
    }

    /** Falling: somebody left the conference. */
    public static Tone left() {
        return new Tone(RATE, Part.of(660, 120), Part.of(440, 180));
    }

    @Override
    public int read(short[] into) {
        int done = 0;
        while (done < into.length && part < parts.size()) {
            var now = parts.get(part);
            into[done++] = sample(now, at++);
            if (at == samples(now)) {
                part++;
                at = 0;
            }
        }
        Arrays.fill(into, done, into.length, (short) 0);
        return done;
    }

    private int samples(Part part) {
        return part.millis() * rate / 1000;
    }

    private short sample(Part part, int at) {
        if (part.hertz() == 0)
            return 0;
        double edge = Math.min(1, Math.min(at + 1, samples(part) - at) / (rate * EDGE_MILLIS / 1000.0));
        return (short) (AMPLITUDE * edge * Math.sin(2 * Math.PI * part.hertz() * at / rate));
    }

    @Override
    public void rewind() {
        part = 0;
        at = 0;
    }
}
