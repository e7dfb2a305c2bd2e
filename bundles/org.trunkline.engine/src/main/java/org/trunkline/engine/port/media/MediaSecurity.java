package org.trunkline.engine.port.media;

/** How the packets of one media line are encrypted: with keys that the signalling carried, or that DTLS agreed on beside the media. */
public sealed interface MediaSecurity permits SrtpKeys, DtlsSrtp {}
