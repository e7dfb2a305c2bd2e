package org.trunkline.media.rtp.internal.bundle;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;
import org.trunkline.media.rtp.internal.meter.Rtcp;

/**
 * Finds the media line of each packet of a bundle (RFC 9143 §9.2): by the name in its header, else by its source where that
 * is known, else by a payload type that only one line has. Packets were authenticated before. Not thread-safe.
 *
 * @param <L> a media line
 */
public final class BundleDemultiplexer<L> {
    /** A browser has one or two for each of its lines; more come only from one that makes them up. */
    static final int MOST_SOURCES = 64;
    private static final int PART_HEADER = 8;

    /** Tells which line a source is sent on, towards the bundle. */
    public interface Sent<L> {
        boolean on(L line, int ssrc);
    }

    private record Member<L>(L line, String mid, int extension, Set<Integer> types) {}

    private final Sent<L> sent;
    private final List<Member<L>> members = new ArrayList<>(0);
    private @Nullable LinkedHashMap<Integer, L> sources;

    public BundleDemultiplexer(Sent<L> sent) {
        this.sent = sent;
    }

    /**
     * A line that is in it already keeps its payload types and sources.
     *
     * @param extension id of the header extension with the name, 0 where none was negotiated
     */
    public void add(L line, String mid, int extension) {
        for (int i = 0; i < members.size(); i++)
            if (members.get(i).line() == line) {
                members.set(i, new Member<>(line, mid, extension, members.get(i).types()));
                return;
            }
        members.add(new Member<>(line, mid, extension, Set.of()));
    }

    /** What the packets of a line in it may be. */
    public void types(L line, Set<Integer> types) {
        members.replaceAll(it -> it.line() == line ? new Member<>(line, it.mid(), it.extension(), Set.copyOf(types)) : it);
    }

    /** Again does nothing. @return whether no line is left */
    public boolean remove(L line) {
        members.removeIf(it -> it.line() == line);
        if (sources != null)
            sources.values().removeIf(it -> it == line);
        return members.isEmpty();
    }

    /**
     * The line of a sound RTP packet that begins at position 0. Takes the line's name out of it, since it means nothing to
     * the other side. A line that is alone has all of them.
     *
     * @return null where no line or more than one may have it
     */
    public @Nullable L line(ByteBuffer packet) {
        int type = packet.get(1) & 0x7F;
        int ssrc = packet.getInt(8);
        String mid = mid(packet);
        if (members.size() == 1)
            return members.getFirst().line();
        Member<L> found = mid != null ? named(mid) : known(ssrc);
        if (mid == null && found == null)
            found = alone(type);
        if (found == null || !found.types().contains(type))
            return null;
        learn(ssrc, found.line());
        return found.line();
    }

    /** Extensions have one id in the whole bundle (RFC 9143 §9.2). */
    private @Nullable String mid(ByteBuffer packet) {
        for (var member : members)
            if (member.extension() > 0)
                return MidExtension.take(packet, member.extension());
        return null;
    }

    private @Nullable Member<L> named(String mid) {
        for (var member : members)
            if (member.mid().equals(mid))
                return member;
        return null;
    }

    private @Nullable Member<L> known(int ssrc) {
        var line = sources == null ? null : sources.get(ssrc);
        for (var member : members)
            if (member.line() == line)
                return member;
        return null;
    }

    private @Nullable Member<L> alone(int type) {
        Member<L> found = null;
        for (var member : members)
            if (member.types().contains(type)) {
                if (found != null)
                    return null;
                found = member;
            }
        return found;
    }

    private void learn(int ssrc, L line) {
        var known = sources;
        if (known == null)
            sources = known = new LinkedHashMap<>();
        if (known.put(ssrc, line) == null && known.size() > MOST_SOURCES)
            known.pollFirstEntry();
    }

    /**
     * Hands each line the parts of a compound packet that are about it (RFC 9143 §9.2): about a source of its own, or one
     * that is sent on it. Parts about neither go to the first line.
     *
     * @param room octets that a copy has behind its end
     * @return false where the packet is malformed; then no line got anything
     */
    public boolean reports(ByteBuffer packet, int room, BiConsumer<L, ByteBuffer> to) {
        var parts = new LinkedHashMap<L, List<Part>>();
        int at = 0;
        while (at + 4 <= packet.limit()) {
            int end = Rtcp.end(packet, at);
            if (end < 0)
                break;
            var part = new Part(at, end);
            for (var line : concerned(packet, part))
                parts.computeIfAbsent(line, _ -> new ArrayList<>()).add(part);
            at = end;
        }
        if (parts.isEmpty())
            return false;
        if (parts.size() == 1)
            to.accept(parts.firstEntry().getKey(), packet);
        else
            parts.forEach((line, own) -> to.accept(line, compound(packet, own, room)));
        return true;
    }

    private record Part(int at, int end) {}

    /** A compound packet begins with a report, if only an empty one (RFC 3550 §6.1). */
    private static ByteBuffer compound(ByteBuffer packet, List<Part> parts, int room) {
        var copy = ByteBuffer.allocate(packet.limit() + PART_HEADER + room);
        int first = parts.getFirst().at();
        int type = packet.get(first + 1) & 0xFF;
        if (type != Rtcp.SENDER_REPORT && type != Rtcp.RECEIVER_REPORT && parts.getFirst().end() - first >= PART_HEADER)
            copy.put((byte) 0x80).put((byte) Rtcp.RECEIVER_REPORT).putShort((short) 1).putInt(packet.getInt(first + 4));
        for (var part : parts) {
            copy.put(copy.position(), packet, part.at(), part.end() - part.at());
            copy.position(copy.position() + part.end() - part.at());
        }
        return copy.flip();
    }

    private Set<L> concerned(ByteBuffer packet, Part part) {
        var lines = new LinkedHashSet<L>(2);
        Rtcp.sources(packet, part.at(), part.end(), ssrc -> {
            var own = known(ssrc);
            if (own != null)
                lines.add(own.line());
            else
                members.stream().filter(it -> sent.on(it.line(), ssrc)).findFirst().ifPresent(it -> lines.add(it.line()));
        });
        if (lines.isEmpty())
            lines.add(members.getFirst().line());
        return lines;
    }
}
