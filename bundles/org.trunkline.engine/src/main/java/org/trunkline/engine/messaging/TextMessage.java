package org.trunkline.engine.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import org.trunkline.domain.call.Party;
import org.trunkline.domain.format.CpimMessage;
import org.trunkline.domain.format.FileMessage;
import org.trunkline.engine.call.message.Presentation;
import org.trunkline.engine.port.signaling.Body;
import org.trunkline.engine.port.signaling.Header;

/**
 * A text message on its way through the node.
 *
 * @param id the same each time the same message is received
 * @param at when the node received it
 * @param until when it expires (RFC 3428 §5)
 * @param presentation how the sender is shown
 * @param secure whether it goes over TLS alone
 * @param headers that go with it
 */
record TextMessage(String id, Instant at, Optional<Instant> until, Party from, Party to, Presentation presentation, boolean secure,
        Content content) {
    private static final int FORM = 1;
    private static final int ID_BYTES = 16;
    /** The headers of a message in CPIM are short; the rest is its text. */
    private static final int LONGEST_HEAD = 8192;

    /** @param headers that go with the body */
    record Content(List<Header> headers, Body body) {
        Content {
            headers = List.copyOf(headers);
        }
    }

    /** Tells no text. */
    @Override
    public String toString() {
        return "TextMessage[" + id + "]";
    }

    Body body() {
        return content.body();
    }

    /** The same message to another recipient. */
    TextMessage to(Party other) {
        return new TextMessage(id, at, until, from, other, presentation, secure, content);
    }

    /** The same for the same parts. */
    static String id(String... parts) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                digest.update(part.getBytes(UTF_8));
                digest.update((byte) 0);
            }
            return HexFormat.of().formatHex(digest.digest(), 0, ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is in every JDK", e);
        }
    }

    /** Whether it is worth nothing to a phone that is away: its sender is typing (RFC 3994). */
    boolean isFleeting() {
        return MessageAdmission.COMPOSING.equals(body().mediaType())
                || cpim(body()).filter(cpim -> cpim.mediaType().equals(MessageAdmission.COMPOSING)).isPresent();
    }

    /** The headers of a message in CPIM, with the beginning of its content; empty for another type. */
    static Optional<CpimMessage> cpim(Body body) {
        return body.mediaType().equals(CpimMessage.TYPE)
                ? CpimMessage.parse(new String(body.bytes(), 0, Math.min(body.bytes().length, LONGEST_HEAD), UTF_8)) : Optional.empty();
    }

    /**
     * The same text or file in the next simpler form, for a phone that does not take this one: out of its CPIM wrapper, then a file as a
     * text with the address. Empty where there is none, and for all other messages.
     */
    Optional<TextMessage> simpler() {
        if (body().mediaType().equals(CpimMessage.TYPE))
            return CpimMessage.parse(new String(body().bytes(), UTF_8)).flatMap(cpim -> switch (cpim.mediaType()) {
                case FileMessage.TYPE -> Optional.of(with(new Body(FileMessage.TYPE, cpim.content().getBytes(UTF_8))));
                case "text/plain" -> Optional.of(plain(cpim.content()));
                default -> Optional.empty();
            });
        if (body().mediaType().equals(FileMessage.TYPE))
            return FileMessage.parse(new String(body().bytes(), UTF_8)).map(file -> plain(file.plain()));
        return Optional.empty();
    }

    private TextMessage plain(String text) {
        return with(new Body("text/plain;charset=utf-8", text.getBytes(UTF_8)));
    }

    private TextMessage with(Body other) {
        return new TextMessage(id, at, until, from, to, presentation, secure, new Content(content.headers(), other));
    }

    boolean isExpired(Instant now) {
        return until.filter(end -> !end.isAfter(now)).isPresent();
    }

    // ---- as stored

    byte[] encode() {
        var bytes = new ByteArrayOutputStream(body().bytes().length + 512);
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(FORM);
            out.writeUTF(id);
            out.writeLong(at.toEpochMilli());
            out.writeLong(until.map(Instant::toEpochMilli).orElse(-1L));
            write(out, from);
            write(out, to);
            out.writeBoolean(presentation.anonymous());
            out.writeBoolean(presentation.inbound());
            out.writeBoolean(presentation.unsaid());
            out.writeBoolean(secure);
            out.writeShort(content.headers().size());
            for (var header : content.headers()) {
                out.writeUTF(header.name());
                out.writeUTF(header.value());
            }
            out.writeUTF(body().contentType());
            out.writeInt(body().bytes().length);
            out.write(body().bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e); // into memory
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, Party party) throws IOException {
        out.writeUTF(party.dialled());
        out.writeUTF(party.number().orElse(""));
        out.writeUTF(party.displayName());
    }

    /** @throws IOException where it is of another form */
    static TextMessage decode(byte[] bytes) throws IOException {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readByte() != FORM)
                throw new IOException("a message of a newer version");
            String id = in.readUTF();
            var at = Instant.ofEpochMilli(in.readLong());
            long until = in.readLong();
            var from = party(in);
            var to = party(in);
            var presentation = new Presentation(in.readBoolean(), in.readBoolean(), in.readBoolean());
            boolean secure = in.readBoolean();
            int count = in.readUnsignedShort();
            var headers = new ArrayList<Header>(count);
            for (int i = 0; i < count; i++)
                headers.add(new Header(in.readUTF(), in.readUTF()));
            String type = in.readUTF();
            return new TextMessage(id, at, until < 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(until)), from, to,
                    presentation, secure, new Content(headers, new Body(type, in.readNBytes(in.readInt()))));
        }
    }

    private static Party party(DataInputStream in) throws IOException {
        String dialled = in.readUTF();
        String number = in.readUTF();
        return new Party(dialled, number.isEmpty() ? Optional.empty() : Optional.of(number), in.readUTF());
    }
}
