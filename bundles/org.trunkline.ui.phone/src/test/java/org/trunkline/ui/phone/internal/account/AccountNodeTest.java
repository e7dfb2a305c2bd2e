package org.trunkline.ui.phone.internal.account;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.api.node.NodeStatus;
import org.trunkline.phone.PhoneAccount;
import org.trunkline.ui.NodeState;
import org.trunkline.ui.NodeState.Kind;
import org.trunkline.ui.NodeState.Reach;

class AccountNodeTest {
    private final NodeState embedded = node(Kind.EMBEDDED, "embedded", "ws 0.0.0.0:5066");
    private final NodeState stockholm = node(Kind.REMOTE, "https://sto.example.com:8060", "wss 10.0.0.1:443");
    private final NodeState apart = new NodeState(Kind.REMOTE, "https://got.example.com:8060", Reach.NONE, Instant.EPOCH, "", Optional.empty(), Optional.empty());

    private static NodeState node(Kind kind, String name, String listener) {
        var status = new NodeStatus("1", Instant.EPOCH, false, List.of(listener), "trunkline", 0, 0, 0, Optional.empty(), 0, 0, 0, 0, 0, 0, 0, 0, 0,
                List.of(), List.of());
        return new NodeState(kind, name, Reach.UP, Instant.EPOCH, "", Optional.empty(), Optional.of(status));
    }

    private Optional<String> at(String server, NodeState shown) {
        return AccountNode.of(new PhoneAccount("1", URI.create(server), "example.com", "anna", "", "secret"), shown, List.of(embedded, stockholm, apart))
                .map(NodeState::identity);
    }

    @Test
    void anAccountIsAtTheNodeWhoseSocketItUses() {
        assertEquals(Optional.of(""), at("ws://127.0.0.1:5066", stockholm));
        assertEquals(Optional.of(stockholm.identity()), at("wss://sto.example.com:443", embedded));
    }

    @Test
    void aNodeThatIsNotConnectedIsKnownByItsName() {
        assertEquals(Optional.of(apart.identity()), at("wss://got.example.com:443/ws", embedded));
    }

    @Test
    void theNodeInsideTheDeskIsOnThisComputer() {
        assertEquals(Optional.of(""), AccountNode.of(new PhoneAccount("1", URI.create("ws://127.0.0.1:5070"), "127.0.0.1", "anna", "", "secret"), stockholm,
                List.of(stockholm)).map(NodeState::identity));
    }

    @Test
    void anAccountElsewhereIsAtNone() {
        assertEquals(Optional.empty(), at("wss://sip.example.net:443", embedded));
    }
}
