package org.trunkline.media.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

import org.trunkline.engine.port.media.AudioException;
import org.trunkline.media.audio.codec.G711;
import org.trunkline.media.audio.codec.Resampler;

/** A WAV file, mono, 8 or 16 kHz, 16-bit PCM or G.711. Decoded as it is played. */
public final class Wave implements Sound {
    private static final int RIFF = 0x46464952;
    private static final int WAVE = 0x45564157;
    private static final int FMT = 0x20746D66;
    private static final int DATA = 0x61746164;
    private static final int PCM = 1;
    private static final int A_LAW = 6;
    private static final int MU_LAW = 7;
    private static final int EXTENSIBLE = 0xFFFE;

    /** @param law {@link #PCM}, {@link #A_LAW} or {@link #MU_LAW} */
    private record Layout(int law, int rate) {
        int octets() {
            return law == PCM ? 2 : 1;
        }
    }

    private final ByteBuffer data;
    private final Layout layout;
    private final int rate;
    private final Resampler resampler;
    private final short[] two = new short[2];
    /** Made of one sample, and not given yet. */
    private final short[] made = new short[2];
    private int madeAt = made.length;

    private Wave(ByteBuffer data, Layout layout, int rate) {
        this.data = data;
        this.layout = layout;
        this.rate = rate;
        resampler = new Resampler(layout.rate(), rate);
    }

    @Override
    public int rate() {
        return rate;
    }

    static Wave parse(byte[] bytes, int rate) throws AudioException {
        var file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.length < 12 || file.getInt(0) != RIFF || file.getInt(8) != WAVE)
            throw new AudioException("not a WAV file: it does not begin with RIFF and WAVE");
        file.position(12);
        Layout layout = null;
        while (file.remaining() >= 8) {
            int name = file.getInt();
            long size = file.getInt() & 0xFFFF_FFFFL;
            int length = (int) Math.min(size, file.remaining()); // a recorder that was cut off wrote no size
            var chunk = file.slice(file.position(), length).order(ByteOrder.LITTLE_ENDIAN);
            if (name == FMT)
                layout = layout(chunk);
            else if (name == DATA && layout != null)
                return new Wave(chunk.limit(length - length % layout.octets()), layout, rate);
            file.position((int) Math.min(file.limit(), file.position() + length + (size & 1)));
        }
        throw new AudioException("the WAV file has no " + (layout == null ? "format" : "samples"));
    }

    private static Layout layout(ByteBuffer chunk) throws AudioException {
        if (chunk.limit() < 16)
            throw new AudioException("the format of the WAV file is cut off");
        int law = chunk.getShort(0) & 0xFFFF;
        int channels = chunk.getShort(2);
        int rate = chunk.getInt(4);
        int bits = chunk.getShort(14);
        if (law == EXTENSIBLE && chunk.limit() >= 26)
            law = chunk.getShort(24) & 0xFFFF;
        if (channels != 1)
            throw new AudioException("the WAV file has " + channels + " channels, one is played: make it mono");
        if (rate != RATE && rate != WIDE_RATE)
            throw new AudioException("the WAV file has " + rate + " samples a second, 8000 and 16000 are played");
        if (law == PCM && bits == 16 || (law == A_LAW || law == MU_LAW) && bits == 8)
            return new Layout(law, rate);
        throw new AudioException("the WAV file has format " + law + " with " + bits
                + " bits, 16-bit PCM and G.711 are played");
    }

    @Override
    public int read(short[] into) {
        int done = 0;
        while (done < into.length && (data.hasRemaining() || madeAt < made.length)) {
            if (layout.rate() == rate)
                into[done++] = next();
            else if (layout.rate() > rate)
                done += half(into, done);
            else
                into[done++] = doubled();
        }
        Arrays.fill(into, done, into.length, (short) 0);
        return done;
    }

    private int half(short[] into, int at) {
        two[0] = next();
        two[1] = data.hasRemaining() ? next() : 0;
        return resampler.convert(two, 2, into, at);
    }

    private short doubled() {
        if (madeAt == made.length) {
            two[0] = next();
            madeAt = made.length - resampler.convert(two, 1, made, 0);
        }
        return made[madeAt++];
    }

    private short next() {
        return layout.law() == PCM ? data.getShort() : G711.decode(data.get(), layout.law() == A_LAW);
    }

    @Override
    public void rewind() {
        data.rewind();
        madeAt = made.length;
    }
}
