package org.trunkline.engine.call.media;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.quality.StreamReport;
import org.trunkline.domain.quality.StreamSeries;
import org.trunkline.engine.call.dialog.Leg;
import org.trunkline.engine.call.dialog.LegSecurity;
import org.trunkline.engine.call.message.BodyParts;
import org.trunkline.engine.port.media.Conversion;
import org.trunkline.engine.port.media.MediaEnd;
import org.trunkline.engine.port.media.MediaPort;
import org.trunkline.engine.port.media.MediaSession;
import org.trunkline.engine.port.media.MediaUnavailableException;
import org.trunkline.engine.port.media.Unheard;
import org.trunkline.engine.port.signaling.Body;
import org.trunkline.engine.sdp.CodecConversion;
import org.trunkline.engine.sdp.MediaLine;
import org.trunkline.engine.sdp.SdpSyntaxException;
import org.trunkline.engine.sdp.SessionDescription;
import org.trunkline.engine.sdp.UnreachableMediaException;

/** Leads the media of a call through the relay: each side is told the node's ports instead of the other side's. */
public final class MediaBridge {
    private static final CodecConversion NONE = new CodecConversion(List.of());

    private final MediaSession session;
    /** The legs that said something last. */
    private @Nullable Leg caller;
    private @Nullable Leg callee;
    /** What may have to be converted, since something was offered that its author does not have. */
    private CodecConversion conversion = NONE;

    MediaBridge(MediaSession session) {
        this.session = session;
    }

    public static Optional<SessionDescription> read(Optional<Body> body) throws SdpSyntaxException {
        var sdp = body.flatMap(BodyParts::sdp);
        return sdp.isEmpty() ? Optional.empty() : Optional.of(SessionDescription.parse(sdp.get().text()));
    }

    /**
     * What a leg said.
     *
     * @throws LegSecurity.Refused if its media may not be as it says
     * @throws UnreachableMediaException if it is where the node sends nothing
     */
    public static Optional<SessionDescription> read(Leg of, Optional<Body> body) throws SdpSyntaxException {
        var read = read(body);
        if (read.isPresent()) {
            var media = of.scope().ports().media();
            read.get().check(media::reaches);
            of.media.security.check(of.srtp(), of.dialog.hop(), read.get(), media.fingerprint());
        }
        return read;
    }

    /** Believes what a leg said of where it wants media. */
    public void believe(Leg from, SessionDescription description) {
        from.media.describe(description);
        if (from.side() == LegSide.CALLER)
            caller = from;
        else
            callee = from;
        signal(from, description);
        if (from.media.answers())
            try {
                convert();
            } catch (MediaUnavailableException e) {
                return; // the offerer is told; others hear nothing until somebody offers again
            }
    }

    private void signal(Leg from, SessionDescription description) {
        var keys = from.media.security;
        var policy = from.srtp();
        keys.describe(description);
        for (int i = 0; i < description.media().size(); i++)
            if (!description.media().get(i).declined())
                session.remote(i, from.side(), description.remote(i)
                        .with(keys.believe(policy, i, description.media().get(i))));
    }

    /** Two offers that answer each other. @param toCaller what the caller is told of the callee @param toCallee the other way round */
    public record Agreement(SessionDescription toCaller, SessionDescription toCallee) {}

    /** What two sides that both offered can agree on, with what the node converts between them; empty where they cannot. */
    public Optional<Agreement> agree(Leg callers, SessionDescription caller, SessionDescription callee) {
        var plain = agreement(NONE, caller, callee);
        var can = new CodecConversion(callers.scope().ports().media().convertible());
        if (plain.isPresent() && !can.isStrange(caller, callee))
            return plain;
        var converted = agreement(can, caller, callee);
        if (converted.isPresent() && !converted.equals(plain))
            conversion = can;
        return converted;
    }

    private static Optional<Agreement> agreement(CodecConversion by, SessionDescription caller, SessionDescription callee) {
        return by.answeredWith(caller, callee).flatMap(toCaller -> by.answeredWith(callee, caller).map(toCallee -> new Agreement(toCaller, toCallee)));
    }

    /** Frees the lines that an answer declined. */
    public void decline(SessionDescription answer) {
        for (int i = 0; i < answer.media().size(); i++)
            if (answer.media().get(i).declined())
                session.remove(i);
    }

    /**
     * An offer of the other side, as a leg is to see it: where the leg may have none of its codecs, with those that the node can
     * make of them, and where it may be offered some codecs only, with those alone.
     *
     * @throws MediaUnavailableException if the relay has no ports left, or none of those codecs is to be had
     */
    public Body offer(Leg to, SessionDescription original) throws MediaUnavailableException {
        var can = conversion == NONE ? new CodecConversion(to.scope().ports().media().convertible()) : conversion;
        boolean needed = conversion != NONE || !to.media.only().isEmpty() || to.media.needsMore() || can.isUnusual(original)
                || to.media.described().filter(said -> can.isStrange(said, original)).isPresent();
        if (!needed)
            return tell(to, original);
        var offer = to.media.only().isEmpty() ? can.widened(original) : narrowed(can.widened(original), to.media.only());
        if (conversion == NONE && offer.equals(original))
            return tell(to, original);
        conversion = can;
        to.media.offered(offer);
        return tell(to, offer);
    }

    private static SessionDescription narrowed(SessionDescription offer, List<String> codecs) throws MediaUnavailableException {
        var narrowed = offer.only(codecs);
        if (narrowed.codec().isEmpty())
            throw new MediaUnavailableException("neither the other side nor the node has one of " + codecs + " now");
        return narrowed;
    }

    /**
     * An answer of the other side, as the leg that offered is to see it.
     *
     * @throws MediaUnavailableException if the relay has no ports left, or no more calls may be converted
     */
    public Body answer(Leg to, SessionDescription original) throws MediaUnavailableException {
        var offer = to.media.described();
        if (conversion == NONE || offer.isEmpty())
            return tell(to, original);
        var answer = conversion.answer(offer.get(), original);
        to.media.bound(answer);
        to.media.codec(answer.codec());
        convert();
        return tell(to, answer);
    }

    /** Whether the node converts, or will where that is needed. */
    public boolean converts() {
        return conversion != NONE;
    }

    /** What a leg speaks whose other side gave this answer: the same, unless the node converts. */
    public Optional<String> codecOf(Leg leg, SessionDescription answer) {
        return converts() ? leg.media.described().flatMap(SessionDescription::codec) : answer.codec();
    }

    /** Has the relay change what one side does not understand of the other. */
    private void convert() throws MediaUnavailableException {
        var one = caller;
        var other = callee;
        if (one == null || other == null)
            return;
        int lines = Math.min(said(one).size(), said(other).size());
        for (int i = 0; i < lines; i++) {
            session.convert(i, LegSide.CALLER, conversion(i, one, other));
            session.convert(i, LegSide.CALLEE, conversion(i, other, one));
        }
    }

    private Optional<Conversion> conversion(int line, Leg from, Leg to) {
        var sender = said(from).get(line);
        var receiver = said(to).get(line);
        return conversion.conversion(bound(line, from, sender), sender, receiver, bound(line, to, receiver));
    }

    private static List<MediaLine> said(Leg leg) {
        return leg.media.described().map(SessionDescription::media).orElse(List.of());
    }

    private static MediaLine bound(int line, Leg leg, MediaLine said) {
        return leg.media.bound().map(SessionDescription::media).filter(lines -> line < lines.size()).map(lines -> lines.get(line)).orElse(said);
    }

    /** The SDP for a leg, with the node's ports. @throws MediaUnavailableException if the relay has none left */
    Body tell(Leg to, SessionDescription original) throws MediaUnavailableException {
        var keys = to.media.security;
        if (keys.narrow(original))
            to.media.described().ifPresent(said -> signal(to, said));
        var address = to.dialog.hop().address().getAddress();
        var ports = new ArrayList<Optional<MediaPort>>(original.media().size());
        for (int i = 0; i < original.media().size(); i++)
            ports.add(original.media().get(i).declined() ? Optional.empty()
                    : Optional.of(session.port(keys.transportOf(i), to.side(), address)));
        var last = to.media.told;
        var security = keys.tell(to.srtp(), to.dialog.hop(), original, to.scope().ports().media().fingerprint());
        String text = original.relayed(ports, last.sessionId(), last.version(), address, security);
        if (!text.equals(last.text()) && !last.text().isEmpty())
            text = original.relayed(ports, last.sessionId(), last.nextVersion(), address, security);
        last.tell(text);
        return Body.sdp(text);
    }

    /** What a leg was told last, for a refresh that changes nothing. */
    public static Optional<Body> lastTold(Leg leg) {
        return leg.media.told.text().isEmpty() ? Optional.empty() : Optional.of(Body.sdp(leg.media.told.text()));
    }

    /** The node itself takes the place of the other side. */
    public MediaEnd end(int mline, LegSide side, MediaEnd.Format format, MediaEnd.Listener listener)
            throws MediaUnavailableException {
        return session.end(mline, side, format, listener);
    }

    /** Why nobody can listen to the call now; empty where one can. */
    public Optional<Unheard> unheard() {
        return session.unheard();
    }

    /** As {@link MediaSession#listen}. */
    public MediaSession.Listening listen(String mix, Runnable ended) throws MediaUnavailableException {
        return session.listen(mix, ended);
    }

    public void watchSilence(boolean watch) {
        session.watchSilence(watch);
    }

    List<StreamReport> reports() {
        return session.reports();
    }

    List<StreamSeries> series() {
        return session.series();
    }

    void close() {
        session.close();
    }
}
