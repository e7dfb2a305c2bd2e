package org.trunkline.media.rtp.internal.net;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/** What a loop tells its ring, and the buffers of the packets that go by it. */
final class RingQueue {
    /** What a completion is of: in the top bits of its tag; then the number of the operation, then the socket's. */
    enum Kind {
        NONE, RECEIVED, SENT, LISTENED, CANCELLED, POLLED, LENT;

        private static final Kind[] ALL = values();
    }

    private static final int KIND_AT = 60;
    private static final int TURN_AT = 32;
    private static final int TURNS = 0xFFF_FFFF;

    private final IoUring ring;
    private final int[] used = new int[ProvidedBuffers.COUNT];
    private int usedCount;
    private int sending;
    private int turn;
    private @Nullable IOException failure;

    RingQueue(IoUring ring) {
        this.ring = ring;
    }

    static long tag(Kind kind, int turn, int file) {
        return (long) kind.ordinal() << KIND_AT | (long) turn << TURN_AT | file;
    }

    static Kind kind(long tag) {
        int kind = (int) (tag >>> KIND_AT);
        return kind < Kind.ALL.length ? Kind.ALL[kind] : Kind.NONE;
    }

    static int turn(long tag) {
        return (int) (tag >>> TURN_AT) & TURNS;
    }

    static int file(long tag) {
        return (int) tag;
    }

    IoUring ring() {
        return ring;
    }

    /** A number that no operation in progress has; not 0. */
    int nextTurn() {
        turn = turn == TURNS ? 1 : turn + 1;
        return turn;
    }

    /** The ring with room for an operation. */
    IoUring room() throws IOException {
        if (ring.isFull())
            submit();
        if (ring.isFull())
            throw new IOException("the kernel accepts no more packets to send");
        return ring;
    }

    void submit() throws IOException {
        ring.submit();
        submitted();
    }

    /** Where all that was told is done, the kernel may have the buffers of packets sent again. */
    void submitted() {
        if (!ring.isDone())
            return;
        for (int i = 0; i < usedCount; i++)
            ring.buffers().giveBack(used[i]);
        ring.buffers().given();
        usedCount = 0;
        sending = 0;
    }

    /** A packet came in it. */
    void use(int buffer) {
        used[usedCount++] = buffer;
    }

    void send(int file, int buffer, int from, int length) {
        ring.send(file, buffer, from, length, tag(Kind.SENT, 0, file));
        sending++;
    }

    /** Packets that wait to be sent. */
    int sending() {
        return sending;
    }

    /** Ends an operation. @return whether the kernel did it, and nothing is to come but what it has told already */
    boolean cancel(long begun) {
        try {
            room().cancel(begun, tag(Kind.CANCELLED, 0, 0));
            submit();
            return failure == null && ring.isDone();
        } catch (IOException e) {
            failed(e);
            return false;
        }
    }

    /** The round is to fail with it, which who met it cannot. */
    void failed(IOException why) {
        failure = why;
    }

    boolean isFine() {
        return failure == null && ring.isDone();
    }

    /** @throws IOException if it failed since */
    void check() throws IOException {
        var why = failure;
        failure = null;
        if (why != null)
            throw why;
    }
}
