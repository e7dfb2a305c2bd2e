package org.trunkline.phone.internal.headset;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A headset that is open. It has two channels, as one that waits for a report cannot write. <b>Threads:</b> any. */
final class HidrawPort implements HidPort {
    private static final Logger LOG = LoggerFactory.getLogger(HidrawPort.class);
    /** More than any report of a headset. */
    private static final int LONGEST_REPORT = 4096;

    /** @param node name of its file @param identity other than that of a device that had this file before */
    record Device(String name, String node, String identity, TelephonyReports reports) {}

    private final Device device;
    private final FileChannel in;
    private final FileChannel out;
    private final Executor writer;
    private volatile boolean gone;

    private HidrawPort(Device device, FileChannel in, FileChannel out, Executor writer) {
        this.device = device;
        this.in = in;
        this.out = out;
        this.writer = writer;
    }

    /** @param writer waits for the device */
    static HidrawPort open(Path file, Device device, Executor writer) throws IOException {
        var in = FileChannel.open(file, StandardOpenOption.READ);
        try {
            return new HidrawPort(device, in, FileChannel.open(file, StandardOpenOption.WRITE), writer);
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    @Override
    public String name() {
        return device.name();
    }

    @Override
    public TelephonyReports reports() {
        return device.reports();
    }

    String node() {
        return device.node();
    }

    String identity() {
        return device.identity();
    }

    boolean isGone() {
        return gone;
    }

    /** Each read is a report. */
    void read(Consumer<byte[]> receiver) {
        Thread.ofPlatform().name("phone-headset").daemon().start(() -> {
            var buffer = ByteBuffer.allocate(LONGEST_REPORT);
            try {
                while (in.read(buffer.clear()) > 0) {
                    var report = new byte[buffer.flip().remaining()];
                    buffer.get(report);
                    receiver.accept(report);
                }
            } catch (IOException e) {
                LOG.debug("{} is gone", device.name(), e);
            }
            gone = true;
        });
    }

    @Override
    public void write(byte[] report) {
        try {
            writer.execute(() -> {
                try {
                    out.write(ByteBuffer.wrap(report));
                } catch (IOException e) {
                    LOG.debug("{} does not take a report", device.name(), e);
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("{} was let go", device.name(), e);
        }
    }

    void close() {
        for (var each : new FileChannel[] {in, out})
            try {
                each.close();
            } catch (IOException e) {
                LOG.debug("{} was gone", device.name(), e);
            }
    }
}
