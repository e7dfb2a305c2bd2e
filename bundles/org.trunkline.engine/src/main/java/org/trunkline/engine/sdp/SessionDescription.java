package org.trunkline.engine.sdp;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import org.trunkline.engine.port.media.MediaPort;
import org.trunkline.engine.port.media.RemoteMedia;

/**
 * A session description, every line kept.
 *
 * @param session lines before the first m=
 */
public record SessionDescription(List<String> session, List<MediaLine> media) {
    private static final int MAX_MEDIA = 16;
    private static final String PLAIN = "c=IN IP4 ";
    private static final InetAddress BROADCAST = InetAddress.ofLiteral("255.255.255.255");
    private static final InetAddress NOWHERE = InetAddress.ofLiteral("0.0.0.0");
    /** Ends in a letter's label, or it would be an address. */
    private static final Pattern HOST_NAME = Pattern.compile("([A-Za-z0-9_-]{1,63}\\.){0,8}[A-Za-z][A-Za-z0-9-]{0,62}\\.?");

    public SessionDescription {
        session = List.copyOf(session);
        media = List.copyOf(media);
    }

    /** @throws SdpSyntaxException if it breaks the grammar, or a media line has no usable address */
    public static SessionDescription parse(String text) throws SdpSyntaxException {
        var session = new ArrayList<String>();
        var headers = new ArrayList<String>(2);
        var sections = new ArrayList<List<String>>(2);
        List<String> lines = session;
        for (int at = 0; at < text.length();) {
            int end = text.indexOf('\n', at);
            int next = end < 0 ? text.length() : end + 1;
            int stop = end < 0 ? text.length() : end;
            if (stop > at && text.charAt(stop - 1) == '\r')
                stop--;
            String line = text.substring(at, stop);
            at = next;
            if (line.isEmpty())
                continue;
            if (line.length() < 2 || line.charAt(1) != '=')
                throw new SdpSyntaxException("not a line of SDP: " + line);
            if (line.charAt(0) == 'm') {
                headers.add(line);
                lines = new ArrayList<>();
                sections.add(lines);
            } else {
                lines.add(line);
            }
        }
        var bundle = BundleGroup.read(session, sections);
        var media = new ArrayList<MediaLine>(headers.size());
        for (int i = 0; i < headers.size(); i++)
            media.add(section(headers.get(i), sections.get(i), session, bundle));
        return new SessionDescription(session, media).checked();
    }

    private static MediaLine section(String line, List<String> lines, List<String> session, BundleGroup bundle)
            throws SdpSyntaxException {
        var parts = words(line, 2);
        if (parts.size() < 4)
            throw new SdpSyntaxException("m= needs media, port, protocol and formats: " + line);
        int slash = parts.get(1).indexOf('/');
        int port = MediaLine.number(slash < 0 ? parts.get(1) : parts.get(1).substring(0, slash));
        if (port < 0 || port > 65535)
            throw new SdpSyntaxException("port: " + line);
        return MediaLine.read(parts.getFirst(), port, parts.get(2), parts.subList(3, parts.size()), lines, session, bundle);
    }

    /** Between blanks. Each offer and answer is read so, and making a pattern of it costs more than reading. */
    private static List<String> words(String line, int from) {
        var words = new ArrayList<String>();
        int at = from;
        while (at < line.length()) {
            int end = line.indexOf(' ', at);
            if (end < 0)
                end = line.length();
            String word = line.substring(at, end).strip();
            if (!word.isEmpty())
                words.add(word);
            at = end + 1;
        }
        return words;
    }

    private SessionDescription checked() throws SdpSyntaxException {
        if (session.isEmpty() || !session.getFirst().equals("v=0"))
            throw new SdpSyntaxException("v=0 must come first");
        if (session.size() < 2 || !session.get(1).startsWith("o="))
            throw new SdpSyntaxException("o= must come second");
        if (media.size() > MAX_MEDIA)
            throw new SdpSyntaxException(media.size() + " media lines, " + MAX_MEDIA + " allowed");
        for (var line : media)
            if (!line.declined())
                address(line);
        return this;
    }

    private InetAddress address(MediaLine line) throws SdpSyntaxException {
        if (line.webRtc().isPresent())
            return NOWHERE; // its connectivity checks tell
        String connection = line.connection().or(this::connection)
                .orElseThrow(() -> new SdpSyntaxException("no c= for m=" + line.media()));
        if (isPlain(connection))
            return checked(literal(connection.substring(PLAIN.length())), connection.substring(PLAIN.length()));
        var parts = words(connection, 2);
        if (parts.size() != 3)
            throw new SdpSyntaxException("c= line: " + connection);
        if (!parts.getFirst().equals("IN"))
            throw UnreachableMediaException.network(parts.getFirst());
        if (!parts.get(1).equals("IP4") && !parts.get(1).equals("IP6"))
            throw UnreachableMediaException.address(parts.get(1) + " " + parts.get(2));
        return checked(literal(parts.get(2)), parts.get(2));
    }

    /** As nearly all write it: it is read several times a call, and taking it apart costs more than the address. */
    private static boolean isPlain(String connection) {
        return connection.startsWith(PLAIN) && connection.indexOf(' ', PLAIN.length()) < 0 && connection.length() > PLAIN.length();
    }

    private static InetAddress checked(InetAddress address, String text) throws SdpSyntaxException {
        if (address.isMulticastAddress())
            throw UnreachableMediaException.multicast(text);
        if (address.equals(BROADCAST))
            throw UnreachableMediaException.address(text);
        return address;
    }

    /** Names are refused: looking one up would block the call, and no phone sends any. */
    private static InetAddress literal(String text) throws SdpSyntaxException {
        int slash = text.indexOf('/');
        String host = slash < 0 ? text : text.substring(0, slash);
        try {
            return InetAddress.ofLiteral(host);
        } catch (IllegalArgumentException e) {
            if (HOST_NAME.matcher(host).matches())
                throw UnreachableMediaException.address("the host name " + host);
            throw new SdpSyntaxException("not an address: " + host);
        }
    }

    private Optional<String> connection() {
        for (String line : session)
            if (line.startsWith("c="))
                return Optional.of(line);
        return Optional.empty();
    }

    /** Direction of media lines that say nothing. */
    public MediaDirection direction() {
        for (String line : session) {
            var direction = MediaDirection.ofLine(line);
            if (direction.isPresent())
                return direction.get();
        }
        return MediaDirection.SENDRECV;
    }

    /** Where its author wants the media of a line that is not declined. */
    public InetAddress address(int mline) {
        try {
            return address(media.get(mline));
        } catch (SdpSyntaxException e) {
            throw new IllegalStateException(e); // checked when parsed
        }
    }

    /** @throws UnreachableMediaException if media is wanted where the node sends nothing */
    public void check(Predicate<InetAddress> reaches) throws UnreachableMediaException {
        for (int i = 0; i < media.size(); i++)
            if (!media.get(i).declined()) {
                var address = address(i);
                if (!address.isAnyLocalAddress() && !reaches.test(address)) // 0.0.0.0 is hold
                    throw UnreachableMediaException.address(address.getHostAddress());
            }
    }

    /** What its author says of one media line that is not declined. */
    public RemoteMedia remote(int mline) {
        var line = media.get(mline);
        try {
            var address = address(line);
            var rtcp = new InetSocketAddress(address, Math.min(line.port() + 1, 65535));
            for (String attribute : line.lines()) {
                if (attribute.startsWith("a=rtcp:"))
                    rtcp = rtcp(attribute, address).orElse(rtcp);
                else if (attribute.equals("a=rtcp-mux-only"))
                    rtcp = new InetSocketAddress(address, line.port());
            }
            return line.remote(new InetSocketAddress(address, line.port()), rtcp, line.direction(direction()));
        } catch (SdpSyntaxException e) {
            throw new IllegalStateException(e); // checked when parsed
        }
    }

    /** {@code a=rtcp:53020 IN IP4 126.16.64.4} (RFC 3605). */
    private static Optional<InetSocketAddress> rtcp(String attribute, InetAddress address) {
        var parts = words(attribute, "a=rtcp:".length());
        int port = parts.isEmpty() ? -1 : MediaLine.number(parts.getFirst());
        if (port < 1 || port > 65535)
            return Optional.empty();
        try {
            return Optional.of(new InetSocketAddress(parts.size() == 4 ? literal(parts.get(3)) : address, port));
        } catch (SdpSyntaxException e) {
            return Optional.empty();
        }
    }

    /** Whether its author holds the call: no media line that is up both sends and receives. */
    public boolean holds() {
        boolean any = false;
        for (int i = 0; i < media.size(); i++) {
            if (media.get(i).declined())
                continue;
            if (media.get(i).direction(direction()) == MediaDirection.SENDRECV && !isNowhere(media.get(i)))
                return false;
            any = true;
        }
        return any;
    }

    /** The same without hold: every line sends and receives. */
    public SessionDescription unheld() {
        var lines = media.stream().map(line -> new MediaLine(line.media(), line.port(), line.protocol(),
                line.formats(), undirected(line.lines()), line.security())).toList();
        return new SessionDescription(undirected(session), lines);
    }

    /** The same with these audio codecs alone, in this order; keys and comfort noise stay. */
    public SessionDescription only(List<String> codecs) {
        return new SessionDescription(session, media.stream().map(line -> line.media().equals("audio") && !line.declined() ? line.only(codecs) : line)
                .toList());
    }

    private static List<String> undirected(List<String> lines) {
        return lines.stream().filter(line -> MediaDirection.ofLine(line).isEmpty()).toList();
    }

    /**
     * An answer to this offer out of another offer: line by line what both have, by payload type and encoding, since
     * nobody in between would translate one into the other.
     *
     * @return empty where no line has anything in common
     */
    public Optional<SessionDescription> answeredWith(SessionDescription other) {
        return answeredWith(other, MediaLine::common);
    }

    /** @param agree what the first line's author is answered out of the second line; empty to decline it */
    Optional<SessionDescription> answeredWith(SessionDescription other, BiFunction<MediaLine, MediaLine, Optional<MediaLine>> agree) {
        var lines = new ArrayList<MediaLine>(media.size());
        boolean any = false;
        for (int i = 0; i < media.size(); i++) {
            var mine = media.get(i);
            var common = i < other.media.size() ? agree.apply(mine, other.media.get(i)) : Optional.<MediaLine>empty();
            any |= common.isPresent();
            var offered = mine.declined() ? Optional.<RemoteMedia>empty() : Optional.of(remote(i));
            lines.add(common.map(line -> line.answering(offered.orElseThrow(), other.direction())).orElseGet(() -> new MediaLine(mine.media(), 0, mine.protocol(), mine.formats(), List.of())));
        }
        return any ? Optional.of(new SessionDescription(other.session, lines)) : Optional.empty();
    }

    /**
     * Whether its lines may share a transport (RFC 9143 §9.1): no payload type, and no number of a header extension, means
     * one thing on one line and another on the next.
     */
    public boolean fitsInBundle() {
        var types = new HashMap<Integer, RemoteMedia.Encoding>();
        var extensions = new HashMap<String, String>();
        for (var line : media) {
            if (line.declined())
                continue;
            for (var each : line.encodings().entrySet()) {
                var before = types.putIfAbsent(each.getKey(), each.getValue());
                if (before != null && !before.equals(each.getValue()))
                    return false;
            }
            for (String each : line.lines())
                if (each.startsWith(WebRtc.EXTENSION)) {
                    var parts = words(each, WebRtc.EXTENSION.length());
                    var before = extensions.putIfAbsent(parts.getFirst(), parts.getLast());
                    if (before != null && !before.equals(parts.getLast()))
                        return false;
                }
        }
        return true;
    }

    /** A number that no header extension of any line has, for a header of one byte; 0 where there is none. */
    public int unusedExtension() {
        var used = media.stream().flatMap(line -> line.lines().stream()).filter(line -> line.startsWith(WebRtc.EXTENSION))
                .map(WebRtc::extension).toList();
        return IntStream.rangeClosed(1, WebRtc.LAST_EXTENSION).filter(id -> !used.contains(id)).findFirst().orElse(0);
    }

    /** Codec of the first audio line that is up. */
    public Optional<String> codec() {
        for (var line : media)
            if (line.media().equals("audio") && !line.declined())
                return line.codec();
        return Optional.empty();
    }

    /**
     * The same session as the node tells it to the other side.
     *
     * @param ports for each media line, empty where declined
     * @param sessionId for o=, which otherwise names the author's host
     * @param here address for o= and lines without a port
     * @param security for each media line, what the node says of encryption
     */
    public String relayed(List<Optional<MediaPort>> ports, long sessionId, long version, InetAddress here,
            List<LineSecurity> security) {
        return new RelayedText(this, sessionId, version).of(ports, here, security);
    }

    /** The same without SRTP. */
    public String relayed(List<Optional<MediaPort>> ports, long sessionId, long version, InetAddress here) {
        return relayed(ports, sessionId, version, here, Collections.nCopies(media.size(), LineSecurity.NONE));
    }

    /** Whether the author of a line wants nothing there: the hold of RFC 2543. */
    boolean isNowhere(MediaLine line) {
        try {
            return line.webRtc().isEmpty() && address(line).isAnyLocalAddress();
        } catch (SdpSyntaxException e) {
            throw new IllegalStateException(e); // checked when parsed
        }
    }
}
