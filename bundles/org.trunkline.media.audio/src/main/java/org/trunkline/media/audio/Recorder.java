package org.trunkline.media.audio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what a caller sends into a WAV file, on a virtual thread of its own. The file has its name once it is whole.
 *
 * <p><b>Threads:</b> {@link #take} and {@link #stop} on one thread; the listener is called on the recorder's.
 */
public final class Recorder {
    /** What became of the recording. */
    public interface Listener {
        void recorded(Duration length);

        void failed(String reason);
    }

    private static final Logger log = LoggerFactory.getLogger(Recorder.class);
    private static final int HEADER = 44;
    /** Ten seconds: a disk that is slower loses sound, and the call goes on. */
    private static final int WAITING = 500;
    /** What jumps further is another stream, which goes on where the one before ended. */
    private static final int JUMP = 10 * Sound.RATE;

    /** @param at first sample's place @param samples 16 bits each, little endian; empty for the end */
    private record Chunk(int at, byte[] samples) {
        static final Chunk END = new Chunk(0, new byte[0]);
    }

    private final Path file;
    private final int longest;
    private final Listener listener;
    private final BlockingQueue<Chunk> chunks = new ArrayBlockingQueue<>(WAITING + 1);
    private boolean stopped;
    private boolean any;
    private int source;
    /** Timestamp of the stream's first packet, and its place. */
    private int base;
    private int start;
    private int unitsBefore;
    private int length;

    public Recorder(Path file, Duration longest, Listener listener) {
        this.file = file;
        this.longest = (int) Math.min(Integer.MAX_VALUE / 4, longest.toMillis() * Sound.RATE / 1000);
        this.listener = listener;
        Thread.ofVirtual().name("recording").start(this::write);
    }

    /**
     * The sound of one packet.
     *
     * @param timestamp of the packet, on a clock of {@code clockRate}
     * @param samples at {@link Sound#RATE}, {@code count} of them
     * @return false once the recording is as long as it may be
     */
    public boolean take(int ssrc, int timestamp, int clockRate, short[] samples, int count) {
        if (stopped)
            return false;
        int units = clockRate / Sound.RATE; // of the clock, for a sample
        int at = start + (timestamp - base) / units;
        if (!any || ssrc != source || units != unitsBefore || at > length + JUMP || at < -JUMP) {
            any = true;
            source = ssrc;
            unitsBefore = units;
            base = timestamp;
            start = length;
            at = length;
        }
        int kept = Math.min(count, longest - at);
        if (at >= 0 && kept > 0 && chunks.size() < WAITING) {
            chunks.add(new Chunk(at, octets(samples, kept)));
            length = Math.max(length, at + kept);
        }
        if (length >= longest)
            stop();
        return !stopped;
    }

    private static byte[] octets(short[] samples, int count) {
        var bytes = ByteBuffer.allocate(2 * count).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++)
            bytes.putShort(samples[i]);
        return bytes.array();
    }

    /** Again does nothing. */
    public void stop() {
        if (!stopped)
            chunks.add(Chunk.END);
        stopped = true;
    }

    private void write() {
        var part = file.resolveSibling(file.getFileName() + ".part");
        int samples;
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            samples = write(part);
        } catch (IOException e) {
            delete(part);
            listener.failed("the recording cannot be written: " + e);
            return;
        } catch (InterruptedException e) {
            delete(part);
            Thread.currentThread().interrupt();
            listener.failed("the recording was interrupted");
            return;
        }
        name(part, samples);
    }

    /** What is whole stays where it cannot have its name, as on Windows while another program reads the file before it. */
    private void name(Path part, int samples) {
        try {
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            listener.failed("the recording is whole in " + part + " but cannot be renamed: " + e);
            return;
        }
        listener.recorded(Duration.ofMillis(samples * 1000L / Sound.RATE));
    }

    /** What cannot be played must not fill the disk. */
    private static void delete(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            log.warn("{} of a recording that failed cannot be deleted: {}", part, e.toString());
        }
    }

    /** Gaps stay zeros, which is silence. */
    private int write(Path part) throws IOException, InterruptedException {
        int end = 0;
        try (var out = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            for (var chunk = chunks.take(); chunk != Chunk.END; chunk = chunks.take()) {
                out.write(ByteBuffer.wrap(chunk.samples()), HEADER + 2L * chunk.at());
                end = Math.max(end, chunk.at() + chunk.samples().length / 2);
            }
            out.write(header(end), 0);
        }
        return end;
    }

    private static ByteBuffer header(int samples) {
        int octets = 2 * samples;
        return ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0x46464952).putInt(HEADER - 8 + octets).putInt(0x45564157)
                .putInt(0x20746D66).putInt(16).putShort((short) 1).putShort((short) 1).putInt(Sound.RATE)
                .putInt(2 * Sound.RATE).putShort((short) 2).putShort((short) 16)
                .putInt(0x61746164).putInt(octets).flip();
    }
}
