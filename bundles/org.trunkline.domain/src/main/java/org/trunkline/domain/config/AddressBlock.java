package org.trunkline.domain.config;

import static java.util.Objects.requireNonNull;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An IP address or a CIDR block (RFC 4632, RFC 4291 §2.3).
 *
 * @param base its first address
 * @param prefixLength leading bits that count: 0 to 32, IPv6 0 to 128
 */
public record AddressBlock(InetAddress base, int prefixLength) {
    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,3}");

    /** @throws IllegalArgumentException if the length does not fit the address family */
    public AddressBlock {
        requireNonNull(base);
        if (prefixLength < 0 || prefixLength > base.getAddress().length * Byte.SIZE)
            throw new IllegalArgumentException("prefixLength: " + prefixLength);
        base = first(base, prefixLength);
    }

    /** Reads {@code 192.0.2.1}, {@code 192.0.2.0/24}, {@code 2001:db8::/32}; never asks a name server. */
    public static Optional<AddressBlock> parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0)
            return parseAddress(text).map(a -> new AddressBlock(a, a.getAddress().length * Byte.SIZE));
        String length = text.substring(slash + 1);
        if (!LENGTH.matcher(length).matches())
            return Optional.empty();
        int bits = Integer.parseInt(length);
        return parseAddress(text.substring(0, slash)).filter(a -> bits <= a.getAddress().length * Byte.SIZE)
                .map(a -> new AddressBlock(a, bits));
    }

    /** Reads an IPv4 address of four decimal parts, or an IPv6 address without scope or brackets. */
    public static Optional<InetAddress> parseAddress(String text) {
        boolean four = IPV4.matcher(text).matches();
        if (!four && (text.indexOf(':') < 0 || !IPV6.matcher(text).matches()))
            return Optional.empty();
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException e) { // a part out of range: the JDK offers no other way to ask
            return Optional.empty();
        }
    }

    public boolean contains(InetAddress address) {
        byte[] mine = base.getAddress();
        byte[] other = address.getAddress();
        if (mine.length != other.length)
            return false;
        int whole = prefixLength / Byte.SIZE;
        for (int i = 0; i < whole; i++) {
            if (mine[i] != other[i])
                return false;
        }
        int rest = prefixLength % Byte.SIZE;
        return rest == 0 || ((mine[whole] ^ other[whole]) & 0xFF) >>> (Byte.SIZE - rest) == 0;
    }

    private static InetAddress first(InetAddress address, int bits) {
        byte[] raw = address.getAddress();
        for (int i = 0; i < raw.length; i++) {
            int keep = Math.clamp(bits - (long) i * Byte.SIZE, 0, Byte.SIZE);
            raw[i] &= (byte) (0xFF << (Byte.SIZE - keep));
        }
        try {
            return InetAddress.getByAddress(raw);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // 4 or 16 bytes by construction
        }
    }

    /** As written: the bare address where the block is one. */
    @Override
    public String toString() {
        boolean single = prefixLength == (base instanceof Inet4Address ? 32 : 128);
        return single ? text(base) : text(base) + "/" + prefixLength;
    }

    /** An address as people write it, without its zone: {@code 192.0.2.1}, {@code 2001:db8::1} (RFC 5952 §4). */
    public static String text(InetAddress address) {
        return address instanceof Inet6Address v6 ? text(v6.getAddress()) : address.getHostAddress();
    }

    private static String text(byte[] address) {
        var groups = new int[8];
        for (int i = 0; i < groups.length; i++)
            groups[i] = (address[2 * i] & 0xFF) << 8 | address[2 * i + 1] & 0xFF;
        int gap = gap(groups);
        var text = new StringBuilder(39);
        for (int i = 0; i < groups.length; i++) {
            if (i == gap) {
                text.append("::");
                i += zeros(groups, i) - 1;
                continue;
            }
            if (i > 0 && text.charAt(text.length() - 1) != ':')
                text.append(':');
            text.append(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }

    /** Where the longest run of zeros begins, the first of equal ones; -1 where there is none of two or more. */
    private static int gap(int[] groups) {
        int best = -1;
        int length = 1;
        for (int i = 0; i < groups.length; i++)
            if (zeros(groups, i) > length) {
                best = i;
                length = zeros(groups, i);
            }
        return best;
    }

    private static int zeros(int[] groups, int from) {
        int end = from;
        while (end < groups.length && groups[end] == 0)
            end++;
        return end - from;
    }
}
