package org.trunkline.sip.jain.internal.web;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Messages of a WebSocket that a phone opened (RFC 6455 §5): joins fragments, unmasks, answers pings, and answers the end: no
 * frame follows that (§5.5.1). A message that breaks the rules, or is too long, ends it. <b>Threads:</b> one; the frames that
 * it makes: any.
 */
public final class WebSocketStream {
    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    private static final int RESERVED = 0x70;
    private static final int LONGEST_CONTROL = 125;
    private static final int TWO_BYTES = 126;
    private static final int EIGHT_BYTES = 127;
    private static final int MASK_BYTES = 4;

    /** Takes frames to the phone. */
    public interface Out {
        void send(byte[] frame) throws IOException;

        /** Sends a frame, and refuses those after it. */
        void sendLast(byte[] frame) throws IOException;
    }

    private final InputStream in;
    private final int most;
    private final Out out;

    /** @param most bytes of one message @param out for answers to pings and to the end */
    public WebSocketStream(InputStream in, int most, Out out) {
        this.in = new BufferedInputStream(in);
        this.most = most;
        this.out = out;
    }

    /** @return nothing at the end */
    public Optional<byte[]> message() throws IOException {
        byte[] joined = {};
        boolean begun = false;
        while (true) {
            int first = in.read();
            if (first < 0)
                return Optional.empty();
            int opcode = first & 0xf;
            boolean last = (first & FINAL) != 0;
            byte[] payload = payload(first, joined.length);
            switch (opcode) {
                case TEXT, BINARY, CONTINUATION -> {
                    if (begun != (opcode == CONTINUATION))
                        throw new ProtocolException("fragments of two messages");
                    begun = true;
                    joined = joined.length == 0 ? payload : joined(joined, payload);
                    if (last)
                        return Optional.of(joined);
                }
                case PING -> out.send(frame(PONG, payload));
                case PONG -> {}
                case CLOSE -> {
                    out.sendLast(frame(CLOSE, Arrays.copyOf(payload, Math.min(payload.length, 2))));
                    return Optional.empty();
                }
                default -> throw new ProtocolException("a frame of kind " + opcode);
            }
        }
    }

    private byte[] payload(int first, int before) throws IOException {
        int second = read();
        boolean control = (first & 0xf) >= CLOSE;
        long length = switch (second & 0x7f) {
            case TWO_BYTES -> number(2);
            case EIGHT_BYTES -> number(8);
            default -> second & 0x7f;
        };
        if ((first & RESERVED) != 0 || (second & MASKED) == 0)
            throw new ProtocolException("a frame without a mask, or of an extension");
        if (control ? length > LONGEST_CONTROL || (first & FINAL) == 0 : length < 0 || length > most - before)
            throw new ProtocolException("a frame of " + length + " bytes");
        byte[] mask = bytes(MASK_BYTES);
        byte[] payload = bytes((int) length);
        for (int i = 0; i < payload.length; i++)
            payload[i] ^= mask[i & 3];
        return payload;
    }

    private static byte[] joined(byte[] before, byte[] more) {
        byte[] all = Arrays.copyOf(before, before.length + more.length);
        System.arraycopy(more, 0, all, before.length, more.length);
        return all;
    }

    private long number(int size) throws IOException {
        long number = 0;
        for (int i = 0; i < size; i++)
            number = number << 8 | read();
        return number;
    }

    private int read() throws IOException {
        int read = in.read();
        if (read < 0)
            throw new EOFException("in the middle of a frame");
        return read;
    }

    private byte[] bytes(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length)
            throw new EOFException("in the middle of a frame");
        return bytes;
    }

    /** A whole message as a frame of the node: text where it is that, else binary (RFC 7118 §4.2). */
    public static byte[] frame(byte[] message) {
        return frame(isText(message) ? TEXT : BINARY, message);
    }

    private static boolean isText(byte[] bytes) {
        for (byte each : bytes)
            if (each < 0)
                try {
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
                    return true;
                } catch (CharacterCodingException e) {
                    return false;
                }
        return true;
    }

    private static byte[] frame(int opcode, byte[] payload) {
        int size = payload.length <= LONGEST_CONTROL ? 2 : payload.length <= 0xffff ? 4 : 10;
        var frame = ByteBuffer.allocate(size + payload.length).put((byte) (FINAL | opcode));
        switch (size) {
            case 2 -> frame.put((byte) payload.length);
            case 4 -> frame.put((byte) TWO_BYTES).putShort((short) payload.length);
            default -> frame.put((byte) EIGHT_BYTES).putLong(payload.length);
        }
        return frame.put(payload).array();
    }
}
