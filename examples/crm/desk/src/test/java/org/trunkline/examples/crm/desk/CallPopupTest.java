package org.trunkline.examples.crm.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.trunkline.api.Watch;
import org.trunkline.api.call.LiveCalls;
import org.trunkline.api.node.Node;
import org.trunkline.api.plugin.Plugins;
import org.trunkline.api.plugin.Plugins.WebReply;
import org.trunkline.api.plugin.Plugins.WebRequest;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.CallState;
import org.trunkline.domain.call.Direction;
import org.trunkline.domain.call.LiveCall;
import org.trunkline.domain.call.Party;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.extension.Contact;

/** Which calls make a pop-up, and what it says, on a desk and a node of a few lines. */
class CallPopupTest {
    private static final Contact ANNA = new Contact("Anna Åkesson", "+46701234567", "Acme");

    private final ExecutorService lookups = Executors.newSingleThreadExecutor();
    private final List<Contact> shown = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private Optional<Consumer<List<LiveCall>>> watching = Optional.empty();
    private Consumer<Optional<Node>> desk = _ -> { };
    private int status = 200;

    private final CallPopup popup = new CallPopup(fake(ActiveNode.class, (_, method, arguments) -> {
        assertEquals("watchNode", method.getName());
        desk = consumer(arguments[0]);
        return (Watch) () -> desk = _ -> { };
    }), lookups, shown::add);

    @AfterEach
    void close() {
        popup.close();
    }

    private static <T> T fake(Class<T> type, InvocationHandler answers) {
        return type.cast(Proxy.newProxyInstance(CallPopupTest.class.getClassLoader(), new Class<?>[] {type}, answers));
    }

    @SuppressWarnings("unchecked") // each is asked with one of its own type
    private static <T> Consumer<T> consumer(Object argument) {
        return (Consumer<T>) argument;
    }

    /** Knows Anna, and her alone. */
    private Node node() {
        var calls = fake(LiveCalls.class, (_, method, arguments) -> {
            assertEquals("watch", method.getName());
            watching = Optional.of(consumer(arguments[0]));
            return (Watch) () -> watching = Optional.empty();
        });
        var plugins = fake(Plugins.class, (_, _, arguments) -> {
            String path = ((WebRequest) arguments[1]).path();
            asked.add(arguments[0] + " " + path);
            return new WebReply(status, "application/json", (path.contains("%2B46701234567")
                    ? "{\"items\": [{\"name\": \"Anna Åkesson\", \"number\": \"+46701234567\", \"company\": \"Acme\"}]}"
                    : "{\"items\": []}").getBytes(StandardCharsets.UTF_8));
        });
        return fake(Node.class, (_, method, _) -> method.getName().equals("calls") ? calls : plugins);
    }

    private static LiveCall call(int n, Direction direction, String from, boolean answered) {
        return new LiveCall(new CallId("0".repeat(19) + n), direction, answered ? CallState.ANSWERED : CallState.RINGING,
                new Party(from, Optional.of(from).filter(it -> it.startsWith("+")), ""), Party.of("bo"), Optional.of("Telia A"), Instant.EPOCH,
                answered ? Optional.of(Instant.EPOCH) : Optional.empty(), List.of());
    }

    /** Tells what rings now, and waits for the lookups. */
    private void calls(LiveCall... now) throws Exception {
        watching.orElseThrow().accept(List.of(now));
        lookups.submit(() -> { }).get(30, TimeUnit.SECONDS);
    }

    @Test
    void aCallerOfTheCrmIsShownOnce() throws Exception {
        desk.accept(Optional.of(node()));
        var rings = call(1, Direction.INBOUND, "+46701234567", false);
        calls(rings);
        calls(rings, call(2, Direction.INBOUND, "+46812345678", false));
        assertEquals(List.of(ANNA), shown);
        assertEquals(List.of("org.trunkline.examples.crm crm?number=%2B46701234567", "org.trunkline.examples.crm crm?number=%2B46812345678"), asked);
    }

    @Test
    void callsOutAnsweredOnesAndHiddenNumbersAreNotLookedUp() throws Exception {
        desk.accept(Optional.of(node()));
        calls(call(1, Direction.OUTBOUND, "+46701234567", false), call(2, Direction.INBOUND, "+46701234567", true),
                call(3, Direction.INBOUND, "anonymous", false));
        assertEquals(List.of(), asked);
        assertEquals(List.of(), shown);
    }

    @Test
    void aCrmThatDoesNotAnswerDisturbsNobody() throws Exception {
        status = 504;
        desk.accept(Optional.of(node()));
        calls(call(1, Direction.INBOUND, "+46701234567", false));
        assertEquals(1, asked.size());
        assertEquals(List.of(), shown);
        status = 200;
        calls(call(2, Direction.INBOUND, "+46701234567", false));
        assertEquals(List.of(ANNA), shown, "the next one is looked up");
    }

    @Test
    void itFollowsTheDeskToAnotherNodeAndEndsWithThePlugin() throws Exception {
        desk.accept(Optional.of(node()));
        desk.accept(Optional.empty());
        assertTrue(watching.isEmpty(), "the node is gone");
        desk.accept(Optional.of(node()));
        calls(call(1, Direction.INBOUND, "+46701234567", false));
        assertEquals(List.of(ANNA), shown);
        popup.close();
        assertTrue(watching.isEmpty());
        assertTrue(lookups.isShutdown());
    }

    @Test
    void whatItSays() {
        assertEquals("Anna Åkesson\nAcme\n+46701234567", CallPopup.text(ANNA));
        assertEquals("Bo\n+46812345678", CallPopup.text(new Contact("Bo", "+46812345678", "")));
    }
}
