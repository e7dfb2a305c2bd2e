package org.trunkline.domain.config;

/** Whether media is encrypted (SRTP, RFC 3711, keys by SDES, RFC 4568). Keys pass in SDP, so only where SIP goes by TLS. */
public enum Srtp {
    /** Plain RTP; who insists on SRTP is refused. */
    NEVER,
    /** SRTP where the other side can, plain RTP where not (RFC 8643). */
    OFFER,
    /** SRTP or no call. */
    REQUIRE
}
