package org.trunkline.sip.jain.internal.tls;

import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.trunkline.domain.config.TlsCertificate;

/** Which name is expected where, and what was shown under it. <b>Threads:</b> any. */
public final class TlsPeers {
    private static final int MOST = 4096;

    private final Map<InetSocketAddress, String> expected = bounded();
    private final Map<String, TlsCertificate> shown = bounded();

    private static <K, V> Map<K, V> bounded() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > MOST;
            }
        };
    }

    public synchronized void expect(InetSocketAddress at, String name) {
        expected.put(at, name.toLowerCase(Locale.ROOT));
    }

    /** Where nobody said, the address itself must be in the certificate. */
    synchronized String expectedAt(InetSocketAddress address) {
        return expected.getOrDefault(address, address.getAddress().getHostAddress());
    }

    synchronized void shown(String name, TlsCertificate certificate) {
        shown.put(name.toLowerCase(Locale.ROOT), certificate);
    }

    /** The last one shown by whom this was expected of, or by a caller that proved it. */
    public synchronized Optional<TlsCertificate> shownBy(String name) {
        return Optional.ofNullable(shown.get(name));
    }
}
