package org.trunkline.domain.schema;

import java.util.Locale;

/** What a text looks like. A text that may be left out is checked only where there is one. */
public enum Format {
    /** Any text without control characters. */
    PLAIN,
    /** The name of a trunk or of what is named like one. */
    NAME,
    /** The user part of a SIP address, such as {@code anna}. */
    USERNAME,
    /** A username of digest authentication. */
    AUTH_USER,
    /** A host name or IP address. */
    HOST,
    /** An IP address or CIDR block. */
    ADDRESS_BLOCK,
    /** A telephone number, E.164 with the plus. */
    E164,
    /** The first digits of a number; empty for all. */
    PREFIX,
    /** The first digits of a number in E.164. */
    PRICE_PREFIX,
    /** A number as dialled. */
    DIALLED,
    /** A number, subscriber or ring group. */
    TARGET,
    /** A country, ISO 3166. */
    REGION,
    /** A currency, ISO 4217. */
    CURRENCY,
    /** The name of a trunk that exists. */
    TRUNK,
    /** The username of a subscriber that exists. */
    SUBSCRIBER;

    /** As the API names it: {@code auth-user}. */
    public String token() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
