package org.trunkline.ui.internal.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.Watch;
import org.trunkline.api.node.Alarm;
import org.trunkline.api.node.Node;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.domain.part.PartFailure;
import org.trunkline.testkit.node.FakeNode;
import org.trunkline.ui.NodeState;
import org.trunkline.ui.NodeState.Kind;
import org.trunkline.ui.NodeState.Reach;
import org.trunkline.ui.StateText;
import org.trunkline.ui.Texts;

class ActiveNodeServiceTest {
    private final ActiveNodeService switched = new ActiveNodeService(new StateText(Texts.of(StateText.class)));
    private final LinkedBlockingQueue<NodeState> states = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<Optional<Node>> nodes = new LinkedBlockingQueue<>();

    ActiveNodeServiceTest() {
        switched.watch(states::add);
        switched.watchNode(nodes::add);
    }

    @AfterEach
    void end() {
        switched.deactivate();
    }

    private NodeState next(Predicate<NodeState> wanted) throws InterruptedException {
        while (true) {
            NodeState state = states.poll(60, TimeUnit.SECONDS);
            if (state == null)
                throw new AssertionError("no such state came");
            if (wanted.test(state))
                return state;
        }
    }

    private Optional<Node> nextNode() throws InterruptedException {
        Optional<Node> node = nodes.poll(60, TimeUnit.SECONDS);
        if (node == null)
            throw new AssertionError("no word of a node came");
        return node;
    }

    @Test
    void theEmbeddedNodeIsShownWhenItComes() throws InterruptedException {
        var node = new FakeNode();
        assertEquals(Optional.empty(), nextNode());
        switched.setNode(node);
        NodeState up = next(NodeState::up);
        assertEquals(Kind.EMBEDDED, up.kind());
        assertEquals(Optional.of(node), nextNode());
        switched.unsetNode(node);
        assertEquals(Optional.empty(), nextNode());
        assertEquals(0, node.watchers());
    }

    @Test
    void aLostNodeKeepsItsLastFiguresAndComesBack() throws InterruptedException {
        var node = new FakeNode();
        switched.setNode(node);
        next(NodeState::up);
        node.outage(Optional.of("It does not answer."));
        NodeState lost = next(s -> s.reach() == Reach.LOST);
        assertTrue(lost.problem().endsWith("It does not answer."), lost.problem());
        assertTrue(lost.status().isPresent());
        assertEquals(Optional.empty(), lost.node());
        node.outage(Optional.empty());
        switched.retry();
        next(NodeState::up);
        assertEquals(List.of(Optional.empty(), Optional.of(node), Optional.empty(), Optional.of(node)),
                List.of(nextNode(), nextNode(), nextNode(), nextNode()));
    }

    @Test
    void aRemoteNodeTakesThePlaceUntilTheEmbeddedIsWantedAgain() throws Exception {
        var embedded = new FakeNode();
        var remote = new FakeNode();
        switched.setNode(embedded);
        next(NodeState::up);
        switched.setConnector((url, token) -> remote);
        switched.connect(URI.create("http://192.0.2.10:8060"), "secret");
        next(s -> s.up() && s.kind() == Kind.REMOTE);
        assertEquals(Optional.of(remote), switched.node());
        switched.useEmbedded();
        next(s -> s.up() && s.kind() == Kind.EMBEDDED);
        assertEquals(Optional.of(embedded), switched.node());
    }

    @Test
    void aNodeThatDoesNotAnswerKeepsNobodyFromHearing() throws Exception {
        var fake = new FakeNode();
        var asked = new CountDownLatch(1);
        var answer = new CountDownLatch(1);
        var slow = (Node) Proxy.newProxyInstance(Node.class.getClassLoader(), new Class<?>[] {Node.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "equals" -> proxy == arguments[0];
                    case "status" -> {
                        asked.countDown();
                        answer.await();
                        yield fake.status();
                    }
                    default -> method.invoke(fake, arguments);
                });
        switched.setNode(slow);
        assertTrue(asked.await(60, TimeUnit.SECONDS));
        var late = new LinkedBlockingQueue<NodeState>();
        switched.watch(late::add);
        assertTrue(late.poll(60, TimeUnit.SECONDS) != null, "told while the node is still asked");
        answer.countDown();
        next(NodeState::up);
    }

    @Test
    void anAnswerToAnOlderQuestionDoesNotTakeTheNewersPlace() throws Exception {
        var fake = new FakeNode();
        var first = new CompletableFuture<Thread>();
        var older = new CountDownLatch(1);
        var node = (Node) Proxy.newProxyInstance(Node.class.getClassLoader(), new Class<?>[] {Node.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "equals" -> proxy == arguments[0];
                    case "watch" -> (Watch) () -> { };
                    case "status" -> {
                        if (first.complete(Thread.currentThread())) {
                            older.await();
                            throw new NodeUnavailableException("", List.of(), "It did not answer then.");
                        }
                        yield fake.status();
                    }
                    default -> method.invoke(fake, arguments);
                });
        switched.setNode(node);
        Thread asking = first.get(60, TimeUnit.SECONDS);
        switched.retry();
        next(NodeState::up);
        older.countDown();
        asking.join();
        var now = new LinkedBlockingQueue<NodeState>();
        switched.watch(now::add);
        assertEquals(Reach.UP, now.poll(60, TimeUnit.SECONDS).reach());
    }

    @Test
    void aRefusedConnectionLeavesThePresentNode() throws Exception {
        var embedded = new FakeNode();
        switched.setNode(embedded);
        next(NodeState::up);
        switched.setConnector((url, token) -> {
            throw new NodeUnavailableException("", List.of(), "The token is wrong.");
        });
        assertThrows(NodeUnavailableException.class,
                () -> switched.connect(URI.create("http://192.0.2.10:8060"), "secret"));
        assertEquals(Optional.of(embedded), switched.node());
    }

    @Test
    void whyTheEmbeddedNodeDoesNotComeIsTold() throws InterruptedException {
        var why = new LocalizableText("no-key-in", List.of("a.pem"), "a.pem contains no private key");
        var failure = new PartFailure("of-a-newer-node", "5060", List.of("5060", why.message()), "Port 5060 is in use.", why);
        switched.addFailure(failure);
        NodeState state = next(s -> s.reach() == Reach.LOST);
        assertEquals("Port 5060 is in use.", state.problem());
        assertEquals(List.of("of-a-newer-node"), state.alarms().stream().map(Alarm::code).toList());
        assertEquals(List.of(why), state.alarms().stream().map(Alarm::why).toList(), "to be told in the desk's language");
        switched.removeFailure(failure);
        next(s -> s.reach() == Reach.STARTING);
    }
}
