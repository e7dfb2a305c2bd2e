package org.trunkline.media.audio.mix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.trunkline.media.audio.Tone;
import org.trunkline.media.audio.codec.AudioCodec;
import org.trunkline.media.audio.codec.AudioCodecs;
import org.trunkline.media.audio.codec.EncoderTuning;

class MixTest {
    private static final long MILLI = 1_000_000;
    private static final int AMPLITUDE = 6000;

    private final AudioCodecs codecs = AudioCodecs.inJava();
    private final Mix mix = new Mix();
    private final List<Phone> phones = new ArrayList<>();
    private long now = 1_000_000_000;

    /** A packet on its way. */
    private record Flying(long at, int sequence, int timestamp, byte[] payload) {}

    /** Says a tone over a network, and keeps what it hears. */
    private final class Phone {
        private final AudioCodec codec;
        private final MixFormat format;
        private final int rate;
        private final int packetMillis;
        private final int hertz;
        private final AudioCodec.Encoder encoder;
        private final AudioCodec.Decoder decoder;
        private final MixMember member;
        private final List<Short> heard = new ArrayList<>();
        private final List<byte[]> payloads = new ArrayList<>();
        private final PriorityQueue<Flying> network = new PriorityQueue<>((a, b) -> Long.compare(a.at(), b.at()));
        private final Random random = new Random(7);
        private double lossRatio;
        private long jitterMillis;
        private double clock = 1;
        private boolean talks = true;
        private long sent;
        private double nextAt = now;

        Phone(String name, int hertz, boolean speaks) {
            this(name, hertz, speaks, 20, 48_000);
        }

        Phone(String name, int hertz, boolean speaks, int packetMillis, int highestRate) {
            codec = codecs.of(name).orElseThrow();
            format = MixFormat.of(codec, highestRate, packetMillis);
            rate = format.rate();
            this.packetMillis = packetMillis;
            this.hertz = hertz;
            encoder = codec.encoder(rate);
            decoder = codec.decoder(codec.makes(rate) ? rate : codec.sampleRate());
            member = mix.join(format, speaks, this::hear);
            phones.add(this);
        }

        private void hear(MixFormat as, byte[] payload) {
            assertEquals(format, as);
            payloads.add(payload);
            var samples = new short[codec.sampleRate() * 120 / 1000];
            int count = decoder.decode(ByteBuffer.wrap(payload), samples);
            for (int i = 0; i < count; i++)
                heard.add(samples[i]);
        }

        /** What its own clock says is due. */
        void say() {
            for (; nextAt <= now; nextAt += packetMillis * MILLI * clock) {
                int count = rate * packetMillis / 1000;
                var samples = new short[count];
                for (int i = 0; i < count; i++)
                    samples[i] = (short) (talks ? AMPLITUDE * Math.sin(2 * Math.PI * hertz * (sent * count + i) / rate) : 0);
                var payload = ByteBuffer.allocate(1500);
                encoder.encode(samples, 0, count, payload);
                if (random.nextDouble() >= lossRatio)
                    network.add(new Flying((long) nextAt + (long) (random.nextDouble() * jitterMillis * MILLI), (int) sent,
                            (int) (sent * codec.clockRate() * packetMillis / 1000), java.util.Arrays.copyOf(payload.array(), payload.position())));
                sent++;
            }
            while (!network.isEmpty() && network.peek().at() <= now) {
                var packet = network.poll();
                member.take(codec, 42, packet.sequence() & 0xFFFF, packet.timestamp(), ByteBuffer.wrap(packet.payload()), packet.at());
            }
        }

        /** Amplitude of a tone in the last second that was heard. */
        double level(int of) {
            return level(of, heard.size() - outRate(), heard.size());
        }

        double level(int of, int from, int to) {
            double real = 0;
            double imaginary = 0;
            for (int i = from; i < to; i++) {
                real += heard.get(i) * Math.cos(2 * Math.PI * of * i / outRate());
                imaginary += heard.get(i) * Math.sin(2 * Math.PI * of * i / outRate());
            }
            return 2 * Math.hypot(real, imaginary) / (to - from);
        }

        int outRate() {
            return codec.makes(rate) ? rate : codec.sampleRate();
        }
    }

    private void run(int seconds) {
        for (int i = 0; i < 50 * seconds; i++) {
            phones.forEach(Phone::say);
            mix.tick();
            now += 20 * MILLI;
        }
    }

    private void eachHearsTheOthers(Phone... all) {
        for (var listener : all)
            for (var speaker : all)
                if (speaker == listener)
                    assertTrue(listener.level(speaker.hertz) < 60, listener.hertz + " hears itself: " + listener.level(speaker.hertz));
                else
                    assertEquals(AMPLITUDE, listener.level(speaker.hertz), AMPLITUDE * 0.12, listener.hertz + " hears " + speaker.hertz);
    }

    @Test
    void eachHearsAllOthersAndNotItself() {
        var a = new Phone("PCMA", 500, true);
        var b = new Phone("PCMU", 800, true);
        var c = new Phone("PCMA", 1300, true);
        run(3);
        eachHearsTheOthers(a, b, c);
    }

    @Test
    void codecsOfAllRatesMeet() {
        var a = new Phone("PCMA", 500, true);
        var b = new Phone("G722", 900, true);
        var c = new Phone("opus", 1300, true);
        run(3);
        for (var listener : List.of(a, b, c))
            for (var speaker : List.of(a, b, c))
                if (speaker == listener)
                    assertTrue(listener.level(speaker.hertz) < 150, listener.hertz + " itself: " + listener.level(speaker.hertz));
                else
                    assertTrue(listener.level(speaker.hertz) > AMPLITUDE * 0.6, listener.hertz + " " + listener.level(speaker.hertz));
    }

    /** 5 kHz, which telephone speech does not have. */
    @Test
    void wideSpeechIsHeardByThoseWhoCan() {
        var a = new Phone("opus", 5000, true);
        var b = new Phone("G722", 900, true);
        var c = new Phone("PCMA", 1300, true);
        var d = new Phone("opus", 1700, false);
        run(3);
        assertTrue(b.level(5000) > AMPLITUDE * 0.6, "G.722: " + b.level(5000));
        assertTrue(d.level(5000) > AMPLITUDE * 0.6, "Opus: " + d.level(5000));
        assertTrue(c.level(3000) < 60, "it comes back as another tone: " + c.level(3000));
    }

    @Test
    void aReceiverThatPlaysLessGetsLess() {
        var a = new Phone("G722", 5000, true);
        var b = new Phone("opus", 900, true, 20, 8000);
        run(3);
        assertEquals(MixFormat.NARROW, b.format.rate());
        assertTrue(b.level(5000) < 60, "" + b.level(5000));
        assertTrue(a.level(900) > AMPLITUDE * 0.6, "" + a.level(900));
    }

    @Test
    void packetsOfEachLengthAreTakenAndMade() {
        for (String name : List.of("PCMU", "G722", "opus"))
            for (int millis : List.of(10, 40, 60)) {
                phones.forEach(phone -> mix.leave(phone.member));
                phones.clear();
                var a = new Phone(name, 500, true, millis, 48_000);
                var b = new Phone("PCMA", 800, true);
                run(3);
                assertEquals(3000.0 / millis, a.payloads.size(), 2, name + ' ' + millis);
                assertTrue(a.level(800) > AMPLITUDE * 0.6, name + ' ' + millis + " hears " + a.level(800));
                assertTrue(a.level(500) < 150, name + ' ' + millis + " hears itself: " + a.level(500));
                assertTrue(b.level(500) > AMPLITUDE * 0.6, name + ' ' + millis + " is heard at " + b.level(500));
                assertTrue(longestGapMillis(b, 16_000) <= 20, name + ' ' + millis + ": a gap of " + longestGapMillis(b, 16_000));
            }
    }

    /** A source that says nothing sends a packet each 400 ms (RFC 7587 §3.1.3); they wait for nothing. */
    @Test
    void packetsOfAPauseDoNotDelaySpeech() {
        var buffer = new JitterBuffer(MixFormat.NARROW);
        var codec = codecs.of("PCMA").orElseThrow();
        var frame = new short[160];
        for (int i = 0; i < 4; i++) {
            buffer.put(codec, 1, i, 3200 * i, ByteBuffer.allocate(160), now + 400 * MILLI * i);
            assertFalse(buffer.read(frame));
        }
        assertEquals(20, buffer.delay().toMillis());
    }

    @Test
    void whoListensOnlyHearsAllAndIsNotHeard() {
        var a = new Phone("PCMA", 500, true);
        var b = new Phone("PCMA", 800, true);
        var c = new Phone("PCMA", 1300, false);
        run(2);
        assertEquals(AMPLITUDE, c.level(500), 600);
        assertEquals(AMPLITUDE, c.level(800), 600);
        assertTrue(a.level(1300) < 30);
        assertFalse(c.member.isSpeaking());
        b.member.mute(true);
        run(2);
        assertTrue(a.level(800) < 30, "a muted one is heard");
        assertTrue(c.level(800) < 30);
        b.member.mute(false);
        run(2);
        assertEquals(AMPLITUDE, a.level(800), 600);
    }

    /** What silent members hear is encoded once. */
    @Test
    void thoseWhoAreSilentShareOneEncoding() {
        new Phone("PCMA", 500, true);
        var b = new Phone("PCMA", 800, true);
        var c = new Phone("PCMA", 1300, true);
        b.talks = false;
        c.talks = false;
        run(2);
        assertSame(b.payloads.getLast(), c.payloads.getLast());
        assertEquals(AMPLITUDE, b.level(500), 600);
        assertFalse(b.member.isSpeaking());
    }

    /** A listener that loses packets hears what is encoded for that; the others, and those whose codec cannot follow loss, share an encoder as before. */
    @Test
    void lossOfOneIsNotPaidByTheOthers() {
        new Phone("opus", 500, true);
        var lossy = new Phone("opus", 800, true);
        var good = new Phone("opus", 1300, true);
        var lossyTelephone = new Phone("PCMA", 1500, true);
        var telephone = new Phone("PCMA", 1700, true);
        phones.stream().skip(1).forEach(phone -> phone.talks = false);
        run(2);
        assertSame(good.payloads.getLast(), lossy.payloads.getLast());
        var loss = new EncoderTuning(20, EncoderTuning.Rate.LOW);
        lossy.member.tune(loss);
        lossyTelephone.member.tune(loss);
        run(2);
        assertNotSame(good.payloads.getLast(), lossy.payloads.getLast());
        assertTrue(lossy.level(500) > AMPLITUDE * 0.6, "it hears " + lossy.level(500));
        assertSame(telephone.payloads.getLast(), lossyTelephone.payloads.getLast());
        lossy.member.tune(EncoderTuning.UNKNOWN);
        run(1);
        assertSame(good.payloads.getLast(), lossy.payloads.getLast());
    }

    @Test
    void anEncoderWithoutListenersIsFreed() {
        var output = Mix.MixOutput.of(new Mix.Shared(MixFormat.of(codecs.of("opus").orElseThrow()), EncoderTuning.UNKNOWN));
        for (int i = 0; i < 3; i++) {
            output.encode(new int[320]);
            assertFalse(output.endsIdle());
        }
        assertTrue(output.endsIdle(), "nobody heard it in this tick");
    }

    /** The encoder for losses, without a listener for some seconds. */
    @Test
    void anEncoderThatIsHeardAgainBeginsAgain() {
        new Phone("G722", 500, true);
        var other = new Phone("opus", 1300, true);
        var silent = new Phone("opus", 800, true);
        other.talks = false;
        silent.talks = false;
        var loss = new EncoderTuning(20, EncoderTuning.Rate.LOW);
        silent.member.tune(loss);
        run(2);
        silent.member.tune(EncoderTuning.UNKNOWN);
        run(3);
        phones.getFirst().talks = false;
        run(2);
        silent.member.tune(loss);
        int before = silent.heard.size();
        run(1);
        double old = silent.level(500, before, before + silent.outRate() / 25);
        assertTrue(old < 30, "what was said before the gap: " + old);
    }

    /** The encoder of a member that spoke, was silent, and speaks again. */
    @Test
    void anEncoderOfAMemberBeginsAgainToo() {
        new Phone("G722", 500, true);
        var other = new Phone("opus", 1300, true);
        run(2);
        other.talks = false;
        run(2);
        phones.getFirst().talks = false;
        run(2);
        other.talks = true;
        int before = other.heard.size();
        run(1);
        double old = other.level(500, before, before + other.outRate() / 10);
        assertTrue(old < 30, "what was said before the gap: " + old);
    }

    @Test
    void aSumThatIsTooLoudIsBent() {
        assertEquals(20_000, Mix.soft(20_000));
        assertEquals(-20_000, Mix.soft(-20_000));
        int last = 0;
        for (int sum = 0; sum < 400_000; sum += 97) {
            int out = Mix.soft(sum);
            assertTrue(out >= last && out <= Short.MAX_VALUE, sum + " became " + out);
            assertEquals(-out, Mix.soft(-sum));
            last = out;
        }
    }

    /** 10% of the packets lost: the tone stays, without a gap of more than 20 ms. */
    @Test
    void lossIsConcealed() {
        var a = new Phone("PCMA", 500, true);
        var b = new Phone("PCMA", 800, true);
        b.talks = false;
        a.lossRatio = 0.1;
        run(20);
        assertEquals(AMPLITUDE, b.level(500), AMPLITUDE * 0.2);
        assertTrue(longestGapMillis(b, 8000) <= 20, "a gap of " + longestGapMillis(b, 8000) + " ms");
    }

    /** Of what was heard after the first samples. */
    private static int longestGapMillis(Phone phone, int after) {
        int longest = 0;
        int quiet = 0;
        for (int i = after; i + 40 <= phone.heard.size(); i += 40) { // 5 ms
            int peak = 0;
            for (int j = i; j < i + 40; j++)
                peak = Math.max(peak, Math.abs(phone.heard.get(j)));
            quiet = peak < AMPLITUDE / 8 ? quiet + 5 : 0;
            longest = Math.max(longest, quiet);
        }
        return longest;
    }

    @Test
    void jitterIsEvenedOutAndCostsNoMoreDelayThanItNeeds() {
        var a = new Phone("PCMA", 500, true);
        var b = new Phone("PCMA", 800, true);
        b.talks = false;
        a.jitterMillis = 60;
        run(30);
        assertTrue(longestGapMillis(b, 80_000) <= 20, "a gap of " + longestGapMillis(b, 80_000) + " ms");
        assertTrue(b.level(500, 100_000, 108_000) > AMPLITUDE * 0.8, "" + b.level(500, 100_000, 108_000));
        assertTrue(a.member.delay().toMillis() <= 140, "" + a.member.delay());
        a.jitterMillis = 0;
        run(60);
        assertTrue(a.member.delay().toMillis() <= 60, "it stays at " + a.member.delay());
    }

    /** A sender whose clock is 300 ppm fast, and one that is slow: after minutes both are heard without gap or growing delay. */
    @Test
    void clocksThatDifferStayTogether() {
        var fast = new Phone("PCMA", 500, true);
        var slow = new Phone("PCMA", 800, true);
        var c = new Phone("PCMA", 1300, true);
        c.talks = false;
        fast.clock = 1 - 300e-6;
        slow.clock = 1 + 300e-6;
        run(300);
        assertTrue(fast.member.delay().toMillis() <= 70, "fast: " + fast.member.delay());
        assertTrue(slow.member.delay().toMillis() <= 70, "slow: " + slow.member.delay());
        assertTrue(longestGapMillis(c, 8000) <= 20);
        assertTrue(c.level(500) > AMPLITUDE * 0.8, "" + c.level(500));
    }

    @Test
    void aPauseEndsAndSpeechIsHeardAgain() {
        var a = new Phone("PCMA", 500, true);
        var b = new Phone("PCMA", 800, true);
        b.talks = false;
        run(1);
        a.lossRatio = 1; // it sends nothing for two seconds
        run(2);
        assertTrue(b.level(500) < 30);
        assertFalse(a.member.isSpeaking());
        a.lossRatio = 0;
        run(2);
        assertEquals(AMPLITUDE, b.level(500), 600);
    }

    @Test
    void allHearThatSomebodyJoined() {
        var a = new Phone("PCMA", 500, true);
        var b = new Phone("G722", 800, true);
        a.talks = false;
        b.talks = false;
        run(1);
        mix.play(Tone.joined());
        int from = a.heard.size();
        run(1);
        assertTrue(a.level(440, from, from + 960) > 1500, "" + a.level(440, from, from + 960));
        assertTrue(b.level(440, 2 * from, 2 * from + 1920) > 1500);
    }

    @Test
    void aFullRoomIsMixedAndEmptiesAgain() {
        for (int i = 0; i < Mix.MOST; i++)
            new Phone("PCMU", 300 + 97 * i, true).talks = i < 3;
        run(2);
        assertEquals(Mix.MOST, mix.size());
        assertEquals(AMPLITUDE, phones.getLast().level(300), 700);
        assertEquals(AMPLITUDE, phones.getLast().level(494), 700);
        phones.forEach(phone -> mix.leave(phone.member));
        mix.tick();
        assertTrue(mix.isEmpty());
    }
}
