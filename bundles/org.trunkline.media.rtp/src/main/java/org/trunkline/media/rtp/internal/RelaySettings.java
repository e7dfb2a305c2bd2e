package org.trunkline.media.rtp.internal;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

import org.trunkline.engine.port.media.CodecTable;
import org.trunkline.media.rtp.internal.convert.Converters;
import org.trunkline.media.rtp.internal.convert.SpokenCodecs;
import org.trunkline.media.rtp.internal.dtls.DtlsHandshakes;
import org.trunkline.media.rtp.internal.mix.Mixes;
import org.trunkline.media.rtp.internal.net.MediaAddresses;
import org.trunkline.media.rtp.internal.tcp.TcpPaths;

/** What a session is made with. @param border empty where browsers are not served @param consentTone from one to the next, in calls that are listened to */
record RelaySettings(MediaAddresses addresses, PortPool ports, Duration silence, boolean reports, CodecTable codecs,
        Optional<Border> border, Converters converters, Mixes mixes, SpokenCodecs spoken, Duration consentTone) {

    /** What serves browsers. @param tcp empty where they have no paths over TCP */
    record Border(DtlsHandshakes dtls, Optional<TcpPaths> tcp) {}

    /** Where browsers can connect by TCP on that address of this machine. */
    OptionalInt tcpPort(InetAddress local) {
        return border.flatMap(Border::tcp).map(paths -> paths.port(local)).orElseGet(OptionalInt::empty);
    }
}
