package org.trunkline.media.audio.codec;

import java.nio.ByteBuffer;

/**
 * Turns payloads of one codec into those of another, frames of any length into frames of one. Samples that do not fill a frame
 * wait for the next payload. Close it: its coders may hold memory outside the heap. Not thread-safe.
 */
public final class Transcoder implements AutoCloseable {
    private final AudioCodec.Decoder decoder;
    private final AudioCodec.Encoder encoder;
    private final Resampler[] resampler;
    private final int rateIn;
    private final int rateOut;
    private final int frame;
    private final short[] decoded;
    /** Ready for the encoder. */
    private final short[] ready;
    private int waiting;

    /** @param frameMillis 10, 20, 40 or 60 */
    public Transcoder(AudioCodec from, AudioCodec to, int frameMillis) {
        this(from, "", to, "", frameMillis);
    }

    /**
     * @param says what {@code a=fmtp} of the sender says; empty for nothing
     * @param hears what that of the receiver says
     * @param frameMillis 10, 20, 40 or 60; 30 where the receiver's codec has frames of that length
     */
    public Transcoder(AudioCodec from, String says, AudioCodec to, String hears, int frameMillis) {
        rateIn = from.makes(to.sampleRate()) ? to.sampleRate() : from.sampleRate();
        rateOut = to.takes(rateIn) ? rateIn : to.sampleRate();
        decoder = from.decoder(rateIn, says);
        encoder = to.encoder(rateOut, hears);
        resampler = rateIn == rateOut ? new Resampler[0] : new Resampler[] {new Resampler(rateIn, rateOut)};
        frame = rateOut * frameMillis / 1000;
        decoded = new short[rateIn * AudioCodec.LONGEST_MILLIS / 1000];
        ready = new short[frame + (resampler.length == 0 ? decoded.length : resampler[0].most(decoded.length))];
    }

    /** Samples a second that the decoder makes; all counts are of these. */
    public int rate() {
        return rateIn;
    }

    /** Takes a payload; what is made of it must be taken before the next. @return samples in it; 0 where it could not be decoded */
    public int decode(ByteBuffer payload) {
        int count = decoder.decode(payload, decoded);
        add(count);
        return count;
    }

    /** Replaces what was lost. @param next the payload after the gap @param count at most {@link AudioCodec#LONGEST_MILLIS} */
    public void conceal(ByteBuffer next, int count) {
        decoder.conceal(next, decoded, count);
        add(count);
    }

    private void add(int count) {
        if (resampler.length == 0) {
            System.arraycopy(decoded, 0, ready, waiting, count);
            waiting += count;
        } else {
            waiting += resampler[0].convert(decoded, count, ready, waiting);
        }
    }

    /** What is encoded next is made for that. */
    public void tune(EncoderTuning now) {
        encoder.tune(now);
    }

    /** Whether both coders did what they were last asked for. */
    public boolean answers() {
        return decoder.answers() && encoder.answers();
    }

    /** Writes the next frame, if one is whole; no octets where nothing is to be sent. @return false where it is not whole */
    public boolean encode(ByteBuffer payload) {
        if (waiting < frame)
            return false;
        encoder.encode(ready, 0, frame, payload);
        waiting -= frame;
        System.arraycopy(ready, frame, ready, 0, waiting);
        return true;
    }

    /** Drops what does not fill a frame: nothing follows it. @return how many samples of {@link #rate()} those were */
    public int drop() {
        int dropped = (int) ((long) waiting * rateIn / rateOut);
        waiting = 0;
        return dropped;
    }

    @Override
    public void close() {
        decoder.close();
        encoder.close();
    }
}
