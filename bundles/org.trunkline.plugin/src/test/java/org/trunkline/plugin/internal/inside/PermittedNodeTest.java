package org.trunkline.plugin.internal.inside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.trunkline.api.call.LiveCalls;
import org.trunkline.api.call.LiveCalls.CallDraft;
import org.trunkline.api.cdr.CdrQuery;
import org.trunkline.api.node.Node;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.config.CallHandling;
import org.trunkline.domain.config.Srtp;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.domain.schema.Secret;
import org.trunkline.plugin.internal.guard.PluginThreads;
import org.trunkline.testkit.Samples;
import org.trunkline.testkit.node.FakeNode;

/** What a plug-in inside may ask of calls in progress. */
class PermittedNodeTest {
    /** The administrator's alone. */
    private static final Set<String> NEVER = Set.of("connectOver", "listen", "stopListening");

    private final FakeNode node = new FakeNode();
    private final PluginThreads threads = new PluginThreads("p", PermittedNodeTest.class.getClassLoader());

    @AfterEach
    void close() {
        threads.close();
    }

    private Node permitted(String... permissions) {
        return PermittedNode.of(() -> (Node) node, "p", List.of(permissions), new PluginCallbacks("p", threads.lane(1), _ -> { }));
    }

    private LiveCalls calls(String... permissions) {
        return permitted(permissions).calls();
    }

    /** The number of matches would tell the digits of a number one after another. */
    @Test
    void countsOfASearchNeedThePermissionForPersons() throws Exception {
        var from = new CdrQuery("from:+467*", Optional.empty(), Optional.empty());
        var masked = permitted("records.read").cdrs();
        for (var refused : List.<Executable>of(() -> masked.summarize(from, Set.of(), 0), () -> masked.trunkPeriods(from, Duration.ofHours(1))))
            assertTrue(assertThrows(SecurityException.class, refused).getMessage().contains("without the permission personal"));
        node.cdrs().add(Samples.cdr(1));
        assertEquals(1, masked.summarize(CdrQuery.ALL, Set.of(), 0).total());
        permitted("records.read", "personal").cdrs().summarize(from, Set.of(), 0);
    }

    /** One that the table forgets would be refused to everybody, whatever it is permitted. */
    @Test
    void eachMethodAsksForAPermissionThatAPluginCanHave() {
        for (var method : LiveCalls.class.getMethods()) {
            var thrown = assertThrows(InvocationTargetException.class, () -> method.invoke(calls(), nothing(method)), method.getName());
            String why = assertInstanceOf(SecurityException.class, thrown.getCause()).getMessage();
            assertTrue(why.contains(NEVER.contains(method.getName()) ? "no permission allows it" : "without the permission calls."), why);
        }
    }

    private static Object[] nothing(Method method) {
        return Arrays.stream(method.getParameterTypes()).map(type -> type == boolean.class ? false : null).toArray();
    }

    @Test
    void whoControlsCallsPlacesThem() throws Exception {
        var draft = new CallDraft("anna", "1");
        node.subscribers().create(new Subscriber("anna", Secret.of("correct horse"), "", true, CallHandling.PLAIN, Srtp.OFFER));
        calls("calls.control").connect(draft);
        assertEquals(List.of(draft), node.calls().asked());
        assertThrows(SecurityException.class, () -> calls("calls.read").connect(draft));
        assertThrows(SecurityException.class, () -> calls("calls.control").listen(new CallId("06GZW8PS7WE6SNSW5VQ0"), "anna"), "the administrator's alone");
        assertThrows(SecurityException.class, () -> calls("calls.control").list());
        assertThrows(SecurityException.class, () -> calls("calls.control").connectOver("Telia", draft));
    }
}
