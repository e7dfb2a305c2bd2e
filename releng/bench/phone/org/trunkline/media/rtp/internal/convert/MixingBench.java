package org.trunkline.media.rtp.internal.convert;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import org.trunkline.media.audio.codec.AudioCodec;
import org.trunkline.media.audio.codec.AudioCodecs;
import org.trunkline.media.audio.mix.Mix;
import org.trunkline.media.audio.mix.MixFormat;
import org.trunkline.media.audio.mix.MixMember;

/** What a caller in a conference costs: a room of 32 by codec, with all speaking or three. Arguments: the file that is written. */
public final class MixingBench {
    private static final int SECONDS = 20;
    private static final int FRAME_MILLIS = 20;
    private static final long NANOS_OF_MILLI = 1_000_000;

    private MixingBench() {}

    private record Row(String codec, int members, int speaking, double percentOfCore) {
        String json() {
            return String.format(Locale.ROOT, "{\"codec\":\"%s\",\"members\":%d,\"speaking\":%d,\"percentOfCorePerMember\":%.4f}", codec, members,
                    speaking, percentOfCore);
        }
    }

    public static void main(String[] arguments) throws IOException {
        var rows = new ArrayList<Row>();
        for (String codec : List.of("PCMA", "G722", "opus"))
            for (int speaking : new int[] {3, Mix.MOST}) {
                run(codec, speaking, 5);
                rows.add(new Row(codec, Mix.MOST, speaking, run(codec, speaking, SECONDS)));
            }
        Files.writeString(Path.of(arguments[0]), rows.stream().map(Row::json).collect(Collectors.joining(",\n", "[", "]\n")));
    }

    /** @return CPU of a core that each member takes, in percent */
    private static double run(String name, int speaking, int seconds) {
        var codec = AudioCodecs.standard().of(name).orElseThrow();
        int rate = codec.sampleRate() <= 8000 ? 8000 : 16_000;
        var mix = new Mix();
        var members = new ArrayList<MixMember>();
        for (int i = 0; i < Mix.MOST; i++)
            members.add(mix.join(MixFormat.of(codec), true, (_, _) -> {}));
        var payloads = payloads(codec.encoder(rate), rate);
        long now = 0;
        long cpu = 0;
        var threads = ManagementFactory.getThreadMXBean();
        for (int frame = 0; frame < seconds * 1000 / FRAME_MILLIS; frame++) {
            long before = threads.getCurrentThreadCpuTime();
            for (int i = 0; i < members.size(); i++)
                members.get(i).take(codec, i, frame, frame * codec.clockRate() / 50,
                        ByteBuffer.wrap(payloads.get(i < speaking ? frame % 50 : 50)), now);
            mix.tick();
            cpu += threads.getCurrentThreadCpuTime() - before;
            now += FRAME_MILLIS * NANOS_OF_MILLI;
        }
        members.forEach(mix::leave);
        mix.tick();
        return 100.0 * cpu / (seconds * 1e9) / members.size();
    }

    /** A second of a tone, and a packet of silence. */
    private static List<byte[]> payloads(AudioCodec.Encoder encoder, int rate) {
        var all = new ArrayList<byte[]>();
        int count = rate * FRAME_MILLIS / 1000;
        for (int frame = 0; frame <= 50; frame++) {
            var samples = new short[count];
            for (int i = 0; i < count && frame < 50; i++)
                samples[i] = (short) (4000 * Math.sin(2 * Math.PI * 300 * (frame * count + i) / rate));
            var payload = ByteBuffer.allocate(1500);
            encoder.encode(samples, 0, count, payload);
            all.add(Arrays.copyOf(payload.array(), payload.position()));
        }
        encoder.close();
        return all;
    }
}
