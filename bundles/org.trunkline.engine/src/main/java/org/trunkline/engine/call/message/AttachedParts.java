package org.trunkline.engine.call.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import org.trunkline.engine.call.message.BodyParts.Part;
import org.trunkline.engine.port.signaling.Body;
import org.trunkline.engine.port.signaling.Header;
import org.trunkline.engine.port.signaling.IncomingMessage;

/**
 * What an INVITE carries beside its session description, and who may get it: where the caller is (RFC 6442) and other data about an emergency
 * call (RFC 7852), and ISUP between trunks (RFC 3204). A location continues on emergency calls, elsewhere only where it
 * permits that itself (RFC 4119 §2.2.2). All other parts end at the node. Immutable.
 */
public final class AttachedParts {
    public static final AttachedParts NONE = new AttachedParts(List.of(), List.of(), List.of());

    private static final List<String> LOCATION_HEADERS = List.of("Geolocation", "Geolocation-Routing");
    private static final String LOCATION = "application/pidf+xml";
    private static final Set<String> OF_TRUNKS = Set.of("application/isup", "application/qsig");
    private static final Pattern MAY_CONTINUE =
            Pattern.compile("<(?:[\\w.-]+:)?retransmission-allowed\\s*>\\s*(?:yes|true|1)\\s*<", Pattern.CASE_INSENSITIVE);
    private static final int MOST_HEADERS = 4;
    /** What a peer may answer that does not read such bodies or headers: then it gets the INVITE without them. */
    private static final Set<Integer> NOT_TAKEN = Set.of(400, 413, 415, 424, 488, 513);

    private final List<Part> forAll;
    private final List<Part> forTrunks;
    private final List<Header> headers;

    private AttachedParts(List<Part> forAll, List<Part> forTrunks, List<Header> headers) {
        this.forAll = forAll;
        this.forTrunks = forTrunks;
        this.headers = headers;
    }

    /** @param trunk whether the caller is one */
    public static AttachedParts of(IncomingMessage invite, boolean emergency, boolean trunk) {
        var beside = invite.body().map(BodyParts::besideSdp).orElse(List.of());
        if (beside.isEmpty() && !emergency)
            return NONE;
        var forAll = beside.stream().filter(part -> isLocation(part) ? emergency || mayContinue(part)
                : emergency && BodyParts.isEmergencyData(part.body())).toList();
        var forTrunks = trunk ? beside.stream().filter(part -> OF_TRUNKS.contains(part.body().mediaType())).toList()
                : List.<Part>of();
        boolean located = emergency || forAll.stream().anyMatch(AttachedParts::isLocation);
        return new AttachedParts(forAll, forTrunks, located ? locationHeaders(invite, emergency) : List.of());
    }

    private static boolean isLocation(Part part) {
        return part.body().mediaType().equals(LOCATION);
    }

    private static boolean mayContinue(Part location) {
        return MAY_CONTINUE.matcher(location.body().text()).find();
    }

    /** @param references whether those go too that lead to a location elsewhere, not to a part of this message */
    private static List<Header> locationHeaders(IncomingMessage invite, boolean references) {
        var found = new ArrayList<Header>(2);
        for (String name : LOCATION_HEADERS)
            invite.headers(name).stream().limit(MOST_HEADERS)
                    .filter(value -> references || !name.equals("Geolocation") || value.startsWith("<cid:") && !value.contains(","))
                    .forEach(value -> found.add(new Header(name, value)));
        return List.copyOf(found);
    }

    /** Whether a peer of that kind gets no more than the description. */
    public boolean isEmpty(boolean trunk) {
        return headers.isEmpty() && parts(trunk).isEmpty();
    }

    /** Those that lead to the parts. */
    public List<Header> headers() {
        return headers;
    }

    /** Whether a refused INVITE is worth another one without all this. */
    public boolean mayBeWhy(int status) {
        return NOT_TAKEN.contains(status);
    }

    /**
     * The body of an INVITE.
     *
     * @param sdp empty for an INVITE without an offer
     * @param trunk whether it goes to one
     * @param boundary that occurs nowhere else
     */
    public Optional<Body> with(Optional<Body> sdp, boolean trunk, String boundary) {
        var parts = parts(trunk);
        if (parts.isEmpty())
            return sdp;
        var bytes = new ByteArrayOutputStream(2048);
        sdp.ifPresent(it -> {
            write(bytes, "--" + boundary + "\r\nContent-Type: " + it.contentType() + "\r\n\r\n");
            bytes.writeBytes(it.bytes());
            write(bytes, "\r\n");
        });
        for (var part : parts)
            write(bytes, "--" + boundary + "\r\n" + part.text() + "\r\n");
        write(bytes, "--" + boundary + "--\r\n");
        return Optional.of(new Body("multipart/mixed;boundary=" + boundary, bytes.toByteArray()));
    }

    private List<Part> parts(boolean trunk) {
        if (!trunk || forTrunks.isEmpty())
            return forAll;
        var all = new ArrayList<>(forAll);
        all.addAll(forTrunks);
        return all;
    }

    private static void write(ByteArrayOutputStream to, String text) {
        to.writeBytes(text.getBytes(ISO_8859_1)); // parts were read so: a char for each byte
    }
}
