package org.trunkline.engine.relay;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.config.Srtp;
import org.trunkline.domain.config.Transport;
import org.trunkline.engine.call.dialog.LastLocalSdp;
import org.trunkline.engine.call.dialog.LegSecurity;
import org.trunkline.engine.port.media.Media;
import org.trunkline.engine.port.media.MediaParty;
import org.trunkline.engine.port.media.MediaPort;
import org.trunkline.engine.port.media.MediaSession;
import org.trunkline.engine.port.media.MediaUnavailableException;
import org.trunkline.engine.port.signaling.Hop;
import org.trunkline.engine.sdp.SdpSyntaxException;
import org.trunkline.engine.sdp.SessionDescription;

/**
 * The media of one call between a phone on this machine that speaks as browsers do (ICE, DTLS-SRTP) and a SIP server with plain RTP, or
 * SRTP with keys by SDES where its SIP is encrypted (RFC 8643). Each side gets the ports of the relay instead of those of the other one
 * (RFC 3264); codecs pass as they are.
 *
 * <p><b>Threads:</b> one at a time; waits for nothing.
 */
public final class RelayedMedia implements AutoCloseable {
    /** The phone's packets stay on this machine. */
    private static final Hop LOOPBACK = new Hop(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Transport.WS);

    /** One side: its SRTP, what it said and what it was told. */
    private static final class End {
        private final LegSide side;
        private final Hop hop;
        private final LegSecurity security = new LegSecurity();
        private final LastLocalSdp told = new LastLocalSdp(ThreadLocalRandom.current().nextLong(1, Integer.MAX_VALUE));
        private Optional<SessionDescription> said = Optional.empty();
        /** Its offer was not answered yet. */
        private boolean offers;
        /** What it said before that. */
        private Optional<SessionDescription> before = Optional.empty();

        End(LegSide side, Hop hop) {
            this.side = side;
            this.hop = hop;
        }
    }

    private final Media media;
    private final MediaSession session;
    private final End phone = new End(LegSide.CALLER, LOOPBACK);
    private final End server;

    /**
     * @param server where the SIP messages of the other side go to
     * @param listener told of a phone without keys or consent
     */
    public RelayedMedia(Media media, CallId call, Hop server, Media.Listener listener) {
        this.media = requireNonNull(media);
        this.server = new End(LegSide.CALLEE, server);
        session = media.open(call, listener);
    }

    /**
     * @param answer whether it answers an offer of the server
     * @return what the server is told instead of the phone's description
     * @throws RelayException if it cannot be relayed, or no port is free; what was agreed on before stays
     */
    public String fromPhone(String description, boolean answer) throws RelayException {
        return carry(phone, server, description, answer);
    }

    /** @return what the phone is told instead of the server's description; as {@link #fromPhone} */
    public String fromServer(String description, boolean answer) throws RelayException {
        return carry(server, phone, description, answer);
    }

    private String carry(End from, End to, String description, boolean answer) throws RelayException {
        try {
            var said = SessionDescription.parse(description);
            said.check(media::reaches);
            from.security.check(Srtp.OFFER, from.hop, said, media.fingerprint());
            var before = from.said;
            String told = believe(from, to, said);
            if (answer) {
                decline(said);
                to.offers = false;
                session.watchSilence(false); // silence is no failure here; that it was answered makes a lack of keys or consent one
            } else if (!from.offers) {
                from.offers = true;
                from.before = before;
            }
            return told;
        } catch (SdpSyntaxException | MediaUnavailableException e) {
            throw new RelayException(String.valueOf(e.getMessage()), e);
        }
    }

    private String believe(End from, End to, SessionDescription said) throws MediaUnavailableException {
        var before = from.said;
        from.said = Optional.of(said);
        signal(from, said);
        try {
            return tell(to, said);
        } catch (MediaUnavailableException e) {
            restore(from, to, before);
            throw e;
        }
    }

    private void restore(End from, End to, Optional<SessionDescription> before) {
        from.said = before;
        if (before.isEmpty())
            return; // nothing was agreed on
        signal(from, before.get());
        if (to.security.narrow(before.get()))
            to.said.ifPresent(said -> signal(to, said));
    }

    private void signal(End from, SessionDescription said) {
        from.security.describe(said);
        for (int i = 0; i < said.media().size(); i++)
            if (!said.media().get(i).declined())
                session.remote(i, from.side, said.remote(i).with(from.security.believe(Srtp.OFFER, i, said.media().get(i))));
    }

    private void decline(SessionDescription answer) {
        for (int i = 0; i < answer.media().size(); i++)
            if (answer.media().get(i).declined())
                session.remove(i);
    }

    private String tell(End to, SessionDescription original) throws MediaUnavailableException {
        if (to.security.narrow(original))
            to.said.ifPresent(said -> signal(to, said));
        var address = to.hop.address().getAddress();
        var ports = new ArrayList<Optional<MediaPort>>(original.media().size());
        for (int i = 0; i < original.media().size(); i++)
            ports.add(original.media().get(i).declined() ? Optional.empty()
                    : Optional.of(session.port(to.security.transportOf(i), to.side, address)));
        var here = ports.stream().flatMap(Optional::stream).findFirst().map(MediaPort::address).orElse(address);
        var security = to.security.tell(Srtp.OFFER, to.hop, original, media.fingerprint());
        String text = original.relayed(ports, to.told.sessionId(), to.told.version(), here, security);
        if (!text.equals(to.told.text()) && !to.told.text().isEmpty())
            text = original.relayed(ports, to.told.sessionId(), to.told.nextVersion(), here, security);
        to.told.tell(text);
        return text;
    }

    /** The server refused the phone's last offer: what the phone said before is valid again (RFC 3261 §14.1). */
    public void refusedByServer() {
        takeBack(phone, server);
    }

    /** The phone refused the server's last offer: what the server said before is valid again. */
    public void refusedByPhone() {
        takeBack(server, phone);
    }

    private void takeBack(End from, End to) {
        if (!from.offers)
            return;
        from.offers = false;
        to.told.refused();
        restore(from, to, from.before);
    }

    /** Its server's side hears those of the other calls there from now on, and they hear it. */
    public void join(MediaParty party) {
        party.add(session, phone.side);
    }

    /** Again does nothing. */
    public void leave(MediaParty party) {
        party.remove(session);
    }

    /** Frees the ports. Again does nothing. */
    @Override
    public void close() {
        session.close();
    }
}
