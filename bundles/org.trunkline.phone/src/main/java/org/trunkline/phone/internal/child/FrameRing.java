package org.trunkline.phone.internal.child;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

import org.trunkline.phone.VideoPicture;

/**
 * Pictures of one view on their way from the sound process to the desk: a file that both have mapped, with three slots. One
 * belongs to the writer, one to the reader, one lies between; each side swaps its own with the one between. So neither waits,
 * and the reader always gets the latest whole picture.
 *
 * <p><b>Threads:</b> one writes, one reads.
 */
public final class FrameRing {
    /** Larger pictures are scaled down before. */
    public static final int MAX_PIXELS = 1920 * 1080;
    private static final VarHandle INTS = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());
    private static final int SLOTS = 3;
    private static final int HEAD = 4096;
    private static final int SLOT_HEAD = 64;
    private static final int SLOT = MAX_PIXELS * 4;
    /** In the state: nobody has read the slot between. */
    private static final int FRESH = 4;
    private static final int INDEX = 3;

    private final MappedByteBuffer memory;
    private int mine;

    private FrameRing(MappedByteBuffer memory, int mine) {
        this.memory = memory;
        this.mine = mine;
    }

    /** Makes the file as long as it must be: the reader's side. @param file exists, and is empty */
    public static FrameRing reader(Path file) throws IOException {
        var ring = new FrameRing(map(file), 0);
        INTS.setVolatile((ByteBuffer) ring.memory, 0, 1);
        return ring;
    }

    /** The writer's side, after the reader's. */
    static FrameRing writer(Path file) throws IOException {
        return new FrameRing(map(file), 2);
    }

    private static MappedByteBuffer map(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return channel.map(FileChannel.MapMode.READ_WRITE, 0, HEAD + (long) SLOTS * SLOT);
        }
    }

    /** Room for the next picture: rows of blue, green, red and one unused byte. @param rotation degrees clockwise that it is to be turned by */
    ByteBuffer room(int width, int height, int rotation) {
        if (width <= 0 || height <= 0 || (long) width * height > MAX_PIXELS)
            throw new IllegalArgumentException("picture of " + width + " x " + height);
        int head = SLOT_HEAD * (1 + mine);
        INTS.set((ByteBuffer) memory, head, width);
        INTS.set((ByteBuffer) memory, head + 4, height);
        INTS.set((ByteBuffer) memory, head + 8, rotation);
        return memory.slice(HEAD + mine * SLOT, width * height * 4);
    }

    /** The room is filled. @return whether the reader had taken the picture before, and so must be told of this one */
    boolean publish() {
        int before = (int) INTS.getAndSet((ByteBuffer) memory, 0, mine | FRESH);
        mine = before & INDEX;
        return (before & FRESH) == 0;
    }

    /** The latest picture; empty where there was none since the last call. */
    public Optional<VideoPicture> take() {
        if (((int) INTS.getVolatile((ByteBuffer) memory, 0) & FRESH) == 0)
            return Optional.empty();
        int before = (int) INTS.getAndSet((ByteBuffer) memory, 0, mine);
        mine = Math.min(before & INDEX, SLOTS - 1);
        int head = SLOT_HEAD * (1 + mine);
        int width = (int) INTS.get((ByteBuffer) memory, head);
        int height = (int) INTS.get((ByteBuffer) memory, head + 4);
        if (width <= 0 || height <= 0 || (long) width * height > MAX_PIXELS)
            return Optional.empty();
        var pixels = new byte[width * height * 4];
        memory.get(HEAD + mine * SLOT, pixels);
        return Optional.of(new VideoPicture(width, height, (int) INTS.get((ByteBuffer) memory, head + 8), pixels));
    }
}
