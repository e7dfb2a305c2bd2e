package org.trunkline.api.phone;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Instant;
import java.util.List;

/**
 * The one-time address of a phone's settings. It expires, and it limits the number of fetches. The address is a secret: it is the
 * only credential that a phone needs. A phone that used it finds its settings there later too, without the password.
 *
 * @param address ends with a slash; a make's files are below it
 * @param until when it gives no password any more
 * @param fetches how many files with the password can be fetched
 * @param thisMachineOnly whether the admin API listens on loopback, which no phone reaches
 * @param makes phones that it has files for
 */
public record Provisioning(URI address, Instant until, int fetches, boolean thisMachineOnly, List<Make> makes) {
    /** Linphone's file, below the address. */
    public static final String LINPHONE = "linphone/linphone.xml";

    /**
     * A make of phones.
     *
     * @param name {@code Yealink}
     * @param file below the address, for phones that are given the whole URL: {@code yealink/phone.cfg}
     */
    public record Make(String name, String file) {
        public Make {
            requireNonNull(name);
            requireNonNull(file);
        }
    }

    public Provisioning {
        requireNonNull(address);
        requireNonNull(until);
        makes = List.copyOf(makes);
    }

    /** Tells no address. */
    @Override
    public String toString() {
        return "Provisioning[until=" + until + "]";
    }
}
