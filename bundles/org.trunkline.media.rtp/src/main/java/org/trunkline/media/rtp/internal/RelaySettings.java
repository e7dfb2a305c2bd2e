package org.trunkline.media.rtp.internal;

import java.time.Duration;

import org.trunkline.engine.port.media.CodecTable;
import org.trunkline.media.rtp.internal.net.LocalAddresses;

/** What a session is made with. */
record RelaySettings(LocalAddresses addresses, PortPool ports, Duration silence, boolean reports, CodecTable codecs) {}
