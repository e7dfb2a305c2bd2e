package org.trunkline.engine.port.signaling;

import java.net.InetAddress;
import java.util.Arrays;

/**
 * A persistent set of IP addresses, as a hash trie: adding or removing one returns a new set that shares nearly all nodes
 * with the old one. So 50,000 registered sources can be published again after each registration. <b>Threads:</b> any.
 */
public final class AddressSet {
    private static final int WIDTH = 64;
    private static final int MASK = WIDTH - 1;
    private static final int BITS = 6;
    private static final int SPREAD = 0x9e3779b9;
    private static final InetAddress[] NOBODY = {};
    public static final AddressSet EMPTY = new AddressSet(empty());

    /** By six bits of the hash, and by another six. */
    private final InetAddress[][][] rows;

    private AddressSet(InetAddress[][][] rows) {
        this.rows = rows;
    }

    private static InetAddress[][][] empty() {
        var row = new InetAddress[WIDTH][];
        Arrays.fill(row, NOBODY);
        var rows = new InetAddress[WIDTH][][];
        Arrays.fill(rows, row);
        return rows;
    }

    public boolean contains(InetAddress address) {
        int hash = hash(address);
        for (var each : rows[hash & MASK][hash >>> BITS & MASK])
            if (each.equals(address))
                return true;
        return false;
    }

    /** The same with this address. */
    public AddressSet with(InetAddress address) {
        if (contains(address))
            return this;
        var bucket = bucket(address);
        var more = Arrays.copyOf(bucket, bucket.length + 1);
        more[bucket.length] = address;
        return with(address, more);
    }

    /** The same without this address. */
    public AddressSet without(InetAddress address) {
        if (!contains(address))
            return this;
        var less = Arrays.stream(bucket(address)).filter(each -> !each.equals(address)).toArray(InetAddress[]::new);
        return with(address, less);
    }

    private InetAddress[] bucket(InetAddress address) {
        int hash = hash(address);
        return rows[hash & MASK][hash >>> BITS & MASK];
    }

    private AddressSet with(InetAddress address, InetAddress[] bucket) {
        int hash = hash(address);
        var row = rows[hash & MASK].clone();
        row[hash >>> BITS & MASK] = bucket;
        var changed = rows.clone();
        changed[hash & MASK] = row;
        return new AddressSet(changed);
    }

    /** Neighbours, as phones of one network are, lie apart. */
    private static int hash(InetAddress address) {
        int hash = address.hashCode() * SPREAD;
        return hash ^ hash >>> 16;
    }
}
