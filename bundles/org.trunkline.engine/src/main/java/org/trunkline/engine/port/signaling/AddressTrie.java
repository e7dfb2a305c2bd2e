package org.trunkline.engine.port.signaling;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.trunkline.domain.config.AddressBlock;

/** Finds the values of the longest CIDR block around an address, IPv4 and IPv6. Immutable once built. */
public final class AddressTrie<V> {
    private static final int IPV4_BYTES = 4;

    private static final class Branch<V> {
        private @Nullable Branch<V> zero;
        private @Nullable Branch<V> one;
        private final List<V> values = new ArrayList<>(1);
    }

    private final Branch<V> four = new Branch<>();
    private final Branch<V> six = new Branch<>();

    /** A block and what it stands for. */
    public record Entry<V>(AddressBlock block, V value) {}

    /** Values of the same block keep the order given. */
    public AddressTrie(List<Entry<V>> entries) {
        for (Entry<V> entry : entries) {
            byte[] raw = entry.block().base().getAddress();
            Branch<V> at = root(raw);
            for (int bit = 0; bit < entry.block().prefixLength(); bit++)
                at = grow(at, isOne(raw, bit));
            at.values.add(entry.value());
        }
    }

    /** All values of the longest block that has any; empty where no block contains the address. */
    public List<V> longest(InetAddress address) {
        byte[] raw = address.getAddress();
        Branch<V> at = root(raw);
        List<V> best = at.values;
        for (int bit = 0; bit < raw.length * Byte.SIZE; bit++) {
            Branch<V> down = isOne(raw, bit) ? at.one : at.zero;
            if (down == null)
                break;
            at = down;
            if (!at.values.isEmpty())
                best = at.values;
        }
        return best;
    }

    private Branch<V> root(byte[] raw) {
        return raw.length == IPV4_BYTES ? four : six;
    }

    private static <V> Branch<V> grow(Branch<V> at, boolean one) {
        Branch<V> down = one ? at.one : at.zero;
        if (down == null) {
            down = new Branch<>();
            if (one)
                at.one = down;
            else
                at.zero = down;
        }
        return down;
    }

    private static boolean isOne(byte[] raw, int bit) {
        return (raw[bit / Byte.SIZE] & 0x80 >>> bit % Byte.SIZE) != 0;
    }
}
