package org.trunkline.media.rtp.internal.convert;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import org.trunkline.engine.port.media.Conversion;
import org.trunkline.engine.port.media.Conversion.Format;
import org.trunkline.engine.port.media.RemoteMedia.Encoding;
import org.trunkline.media.audio.codec.AudioCodec;
import org.trunkline.media.audio.codec.AudioCodecs;

/** What it costs to convert a call: CPU of one core, both directions, packets of 20 ms of something like speech. */
public final class TranscodingBench {
    private static final int SECONDS = 30;
    private static final int PACKETS = 50 * SECONDS;

    private TranscodingBench() {}

    /** @param args file for the figures */
    public static void main(String[] args) throws IOException {
        var rows = new ArrayList<String>();
        row(rows, "opus_PCMA", AudioCodecs.standard(), "opus");
        row(rows, "opus_PCMA_in_java", AudioCodecs.inJava(), "opus");
        row(rows, "G722_PCMA", AudioCodecs.inJava(), "G722");
        Files.writeString(Path.of(args[0]), "{\n" + String.join(",\n", rows) + "\n}\n");
    }

    private static void row(List<String> rows, String name, AudioCodecs codecs, String other) {
        double share = 0;
        for (int turn = 0; turn < 3; turn++) // the last counts: the compiler has seen all
            share = share(codecs, other, "PCMA") + share(codecs, "PCMA", other);
        rows.add(String.format(Locale.ROOT, "  \"%s\": %.2f", name, share));
        System.out.printf(Locale.ROOT, "%-24s %5.2f %% of a core a call%n", name, share);
    }

    /** Per cent of a core that one direction takes. */
    private static double share(AudioCodecs codecs, String from, String to) {
        var one = codecs.of(from).orElseThrow();
        var other = codecs.of(to).orElseThrow();
        var how = new Conversion(Map.of(111, new Encoding(one.name(), one.clockRate())), new Format(8, new Encoding(other.name(), other.clockRate())),
                Optional.empty(), Duration.ofMillis(20), Conversion.Parameters.NONE);
        var packets = packets(one);
        int[] made = new int[1];
        var stream = new ConvertedStream(how, encoding -> codecs.of(encoding.name()), 1, _ -> made[0]++);
        var threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();
        packets.forEach(packet -> stream.take(packet, System.nanoTime()));
        long took = threads.getCurrentThreadCpuTime() - before;
        if (made[0] < PACKETS - 2)
            throw new IllegalStateException(made[0] + " packets of " + PACKETS);
        return took / (SECONDS * 1e7);
    }

    /** Syllables of three tones and some noise. */
    private static List<ByteBuffer> packets(AudioCodec codec) {
        int rate = codec.sampleRate();
        var random = new Random(16);
        var samples = new short[rate / 50];
        var encoder = codec.encoder(rate);
        var packets = new ArrayList<ByteBuffer>();
        for (int i = 0; i < PACKETS; i++) {
            for (int n = 0; n < samples.length; n++) {
                double at = (i * (double) samples.length + n) / rate;
                double syllable = Math.max(0, Math.sin(2 * Math.PI * 3 * at));
                double pitch = 140 + 30 * Math.sin(2 * Math.PI * 0.4 * at);
                samples[n] = (short) (syllable * 6000 * (Math.sin(2 * Math.PI * pitch * at) + 0.5 * Math.sin(2 * Math.PI * 5 * pitch * at)
                        + 0.3 * Math.sin(2 * Math.PI * 17 * pitch * at)) + 150 * random.nextGaussian());
            }
            var packet = ByteBuffer.allocate(2000).put((byte) 0x80).put((byte) 111).putShort((short) i)
                    .putInt(i * codec.clockRate() / 50).putInt(7);
            encoder.encode(samples, 0, samples.length, packet);
            packets.add(packet.flip());
        }
        return packets;
    }
}
