package org.trunkline.media.rtp.internal;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.trunkline.domain.call.LegSide;
import org.trunkline.engine.port.media.Conversion;
import org.trunkline.engine.port.media.DtlsSrtp;
import org.trunkline.engine.port.media.MediaPort;
import org.trunkline.engine.port.media.MediaUnavailableException;
import org.trunkline.engine.port.media.RemoteMedia;
import org.trunkline.engine.port.media.RemoteMedia.Encoding;
import org.trunkline.media.audio.codec.AudioCodecs;
import org.trunkline.media.rtp.internal.convert.Converter;
import org.trunkline.media.rtp.internal.convert.Converters;

/** One m-line of a call: what the mailbox knows of it, and the two relays it drives. */
final class RelayedLine {
    private final int index;
    private final RtpSession session;
    private final Party caller;
    private final Party callee;
    private volatile String media = "audio";

    RelayedLine(int index, RtpSession session) {
        this.index = index;
        this.session = session;
        caller = new Party(LegSide.CALLER);
        callee = new Party(LegSide.CALLEE);
        Side.join(caller.relay, callee.relay);
    }

    int index() {
        return index;
    }

    String media() {
        return media;
    }

    Party of(LegSide side) {
        return side == LegSide.CALLER ? caller : callee;
    }

    boolean maySend(LegSide side) {
        var remote = of(side).remote;
        return remote != null && remote.sends();
    }

    /** Whether the node decodes what a side sends now, or where it sent nothing yet, some of what it may send. */
    boolean isDecodable(LegSide side, AudioCodecs codecs) {
        return codecs(side).stream().anyMatch(name -> codecs.of(name).isPresent());
    }

    List<String> codecs(LegSide side) {
        var now = of(side).relay.meter().read();
        var said = of(side).remote;
        return now.packets() > 0 ? List.of(now.codec()) : said == null ? List.of() : said.codecs().values().stream().map(Encoding::name).sorted().toList();
    }

    void remote(LegSide side, RemoteMedia remote) {
        media = remote.media();
        of(side).signalled(remote);
    }

    /** Whether what either side sends is. */
    boolean isConverted() {
        return caller.isConverted() || callee.isConverted();
    }

    void free() {
        caller.free();
        callee.free();
    }

    /** Its call is over. */
    void end() {
        free();
        caller.endConversion();
        callee.endConversion();
    }

    /** By the loop. */
    boolean anyoneMaySend() {
        return caller.relay.sends() || callee.relay.sends();
    }

    /** By the loop. */
    Optional<RtpSession.Fault> failure(long answeredAt, long nanos) {
        return caller.relay.failure(answeredAt, nanos).or(() -> callee.relay.failure(answeredAt, nanos));
    }

    /** By the loop. */
    void tick(long nanos) {
        caller.relay.tick(nanos);
        callee.relay.tick(nanos);
    }

    /** One side, by the mailbox save for its relay. */
    final class Party {
        private final Side relay;
        private @Nullable PortPair pair;
        private @Nullable InetAddress trusted;
        private volatile @Nullable RemoteMedia remote;
        private boolean attached;
        /** It has no ports: another line's serve it too. */
        private boolean bundled;
        private Optional<Conversion> conversion = Optional.empty();
        private Optional<Converter> converter = Optional.empty();

        private Party(LegSide leg) {
            relay = new Side(session, leg);
        }

        private void signalled(RemoteMedia now) {
            remote = now;
            int with = now.security().orElse(null) instanceof DtlsSrtp browser ? browser.bundle().map(DtlsSrtp.Bundle::line).orElse(index) : index;
            if (with == index) {
                bundled = false;
                if (pair != null)
                    signal();
                return;
            }
            free();
            var transport = session.line(with).of(relay.leg()).relay;
            bundled = session.loop().post(() -> relay.bundled(now, transport));
        }

        Side relay() {
            return relay;
        }

        /** What it has, or a new one where that cannot be reached from there. */
        MediaPort port(RelaySettings settings, InetAddress towards) throws MediaUnavailableException {
            var local = settings.addresses().towards(towards);
            trusted = towards;
            var now = pair;
            if (now != null && now.port().address().equals(local))
                return told(now, settings, local);
            var fresh = settings.ports().open(local);
            free();
            pair = fresh;
            signal(); // the caller's SDP is known before a port for it is needed
            return told(fresh, settings, local);
        }

        private static MediaPort told(PortPair pair, RelaySettings settings, InetAddress local) {
            return pair.port().behind(settings.addresses().outside(local)).with(settings.tcpPort(local));
        }

        /**
         * Sockets are handed to the loop only now: before, nobody's packets would be taken. The first packet wakes the
         * loop, a new call need not; what changes in the middle of a call must be known before a packet comes.
         */
        private void signal() {
            var ports = pair;
            var said = remote;
            var from = trusted;
            if (ports == null || said == null || from == null || bundled)
                return;
            if (attached) {
                session.loop().post(() -> relay.signalled(said, from));
                return;
            }
            attached = session.loop().postIdly(() -> {
                relay.attach(ports);
                relay.signalled(said, from);
            });
            if (attached)
                session.loop().expect(ports);
        }

        /** What is converted so already goes on as it did. */
        void convert(Optional<Conversion> how, Converters converters) {
            if (how.equals(conversion))
                return;
            conversion = how;
            var before = converter;
            converter = how.map(it -> converters.open(it, (made, packet) -> session.loop().post(() -> relay.converted(made, packet))));
            var by = converter.orElse(null);
            session.loop().post(() -> relay.convert(by));
            before.ifPresent(Converter::close);
        }

        private void endConversion() {
            converter.ifPresent(Converter::close);
            converter = Optional.empty();
        }

        boolean isConverted() {
            return conversion.isPresent();
        }

        private void free() {
            var ports = pair;
            pair = null;
            if (bundled)
                session.loop().postIdly(relay::detach);
            bundled = false;
            if (ports == null)
                return;
            if (!attached || !session.loop().postIdly(relay::detach))
                ports.close();
            attached = false;
        }
    }
}
