package org.trunkline.phone.internal.address;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where the node of an account takes files, as the answer to a registration says. */
public final class FileServerAddress {
    private static final Pattern PORT = Pattern.compile("(https?):([0-9]{1,5})");
    private static final Pattern WHOLE = Pattern.compile("https?://(?:[A-Za-z0-9.-]{1,253}|\\[[0-9a-fA-F:.]{2,45}])(?::[0-9]{1,5})?");

    private FileServerAddress() {}

    /**
     * Empty for another form, and for plain HTTP at another computer.
     *
     * @param said scheme and port on the host of the account's server, or scheme, host and port
     * @param server of the account
     */
    public static Optional<URI> of(String said, URI server) {
        var port = PORT.matcher(said);
        String address = port.matches() ? port.group(1) + "://" + server.getHost() + ':' + port.group(2) : said;
        if (!WHOLE.matcher(address).matches())
            return Optional.empty();
        var found = URI.create(address);
        return found.getScheme().equals("https") || isThisMachine(found.getHost()) ? Optional.of(found) : Optional.empty();
    }

    private static boolean isThisMachine(String host) {
        return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    }
}
