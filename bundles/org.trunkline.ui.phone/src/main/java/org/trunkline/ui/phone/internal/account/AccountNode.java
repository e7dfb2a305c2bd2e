package org.trunkline.ui.phone.internal.account;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.trunkline.domain.config.AddressBlock;
import org.trunkline.phone.PhoneAccount;
import org.trunkline.ui.NodeState;

/** Which of the nodes that the desk knows an account is at. */
public final class AccountNode {
    private AccountNode() {}

    /** @param shown by the desk @param known others, connected or not @return empty where it is none of them, as far as the desk can tell */
    public static Optional<NodeState> of(PhoneAccount account, NodeState shown, List<NodeState> known) {
        var nodes = Stream.concat(Stream.of(shown), known.stream()).toList();
        String host = account.server().getHost();
        return nodes.stream().filter(node -> NodeSocket.of(node).filter(socket -> isSame(socket.server(), account.server())).isPresent()).findFirst()
                .or(() -> nodes.stream().filter(node -> node.kind() == NodeState.Kind.REMOTE && !isHere(host) && host.equalsIgnoreCase(host(node))).findFirst())
                .or(() -> Optional.of(shown).filter(node -> node.kind() == NodeState.Kind.EMBEDDED).or(() -> Optional.of(embedded()))
                        .filter(_ -> isHere(host)));
    }

    private static boolean isSame(URI one, URI other) {
        return one.getHost().equalsIgnoreCase(other.getHost()) && one.getPort() == other.getPort();
    }

    private static String host(NodeState node) {
        return Optional.ofNullable(URI.create(node.name()).getHost()).orElse("");
    }

    private static NodeState embedded() {
        return new NodeState(NodeState.Kind.EMBEDDED, "embedded", NodeState.Reach.NONE, Instant.now(), "", Optional.empty(), Optional.empty());
    }

    /** Whether it is an address of this computer. No name is looked up. */
    private static boolean isHere(String host) {
        return host.equals("localhost") || AddressBlock.parseAddress(host).filter(AccountNode::isOwn).isPresent();
    }

    private static boolean isOwn(InetAddress address) {
        try {
            return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false; // the system does not tell
        }
    }
}
