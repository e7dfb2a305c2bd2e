package org.trunkline.media.rtp.internal;

import java.time.Duration;
import java.util.Optional;

import org.trunkline.engine.port.media.CodecTable;
import org.trunkline.media.rtp.internal.convert.Converters;
import org.trunkline.media.rtp.internal.convert.SpokenCodecs;
import org.trunkline.media.rtp.internal.dtls.DtlsHandshakes;
import org.trunkline.media.rtp.internal.mix.Mixes;
import org.trunkline.media.rtp.internal.net.MediaAddresses;

/** What a session is made with. @param dtls empty where browsers are not served @param consentTone from one to the next, in calls that are listened to */
record RelaySettings(MediaAddresses addresses, PortPool ports, Duration silence, boolean reports, CodecTable codecs,
        Optional<DtlsHandshakes> dtls, Converters converters, Mixes mixes, SpokenCodecs spoken, Duration consentTone) {}
