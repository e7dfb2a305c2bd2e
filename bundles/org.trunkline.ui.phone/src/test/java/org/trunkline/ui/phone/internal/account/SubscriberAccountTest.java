package org.trunkline.ui.phone.internal.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.domain.config.CallHandling;
import org.trunkline.domain.config.Srtp;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.domain.schema.Secret;
import org.trunkline.testkit.node.FakeNode;
import org.trunkline.ui.phone.internal.account.SubscriberAccount.Wanted;

class SubscriberAccountTest {
    private static final NodeSocket SOCKET = new NodeSocket(URI.create("ws://127.0.0.1:5066"), "127.0.0.1");

    private final FakeNode node = new FakeNode();

    private void anna() throws NodeUnavailableException {
        node.subscribers().create(new Subscriber("anna", Secret.of("the-first-one"), "Anna Å", true, CallHandling.PLAIN, Srtp.OFFER));
    }

    @Test
    void aNewSubscriberHasThePasswordOfTheAccount() throws NodeUnavailableException {
        var account = SubscriberAccount.make(node, new Wanted("bo", "Bo", true, ""), SOCKET).account().orElseThrow();
        assertEquals(Optional.of("Bo"), node.subscribers().find("bo").map(Subscriber::displayName));
        assertEquals("bo", account.user());
        assertEquals(SOCKET.server(), account.server());
        assertTrue(account.password().length() >= 24);
        assertFalse(account.toString().contains(account.password()));
    }

    @Test
    void aNameThatIsTakenIsToldByItsField() throws NodeUnavailableException {
        anna();
        var outcome = SubscriberAccount.make(node, new Wanted("anna", "", true, ""), SOCKET);
        assertEquals(Optional.empty(), outcome.account());
        assertEquals("username", outcome.errors().getFirst().field());
    }

    @Test
    void aSubscriberThatIsThereGetsANewPassword() throws NodeUnavailableException {
        anna();
        var account = SubscriberAccount.make(node, new Wanted("anna", "", false, ""), SOCKET).account().orElseThrow();
        assertEquals("Anna Å", account.displayName());
        assertFalse(account.password().isEmpty());
    }

    @Test
    void aSubscriberThatIsGoneGivesNoAccount() throws NodeUnavailableException {
        assertEquals(Optional.empty(), SubscriberAccount.make(node, new Wanted("nobody", "", false, ""), SOCKET).account());
    }
}
