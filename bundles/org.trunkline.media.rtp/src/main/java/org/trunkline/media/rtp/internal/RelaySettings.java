package org.trunkline.media.rtp.internal;

import org.trunkline.media.rtp.internal.net.LocalAddresses;
import java.time.Duration;

import org.trunkline.engine.port.CodecTable;

/** What a session is made with. */
record RelaySettings(LocalAddresses addresses, PortPool ports, Duration silence, boolean reports, CodecTable codecs) {}
