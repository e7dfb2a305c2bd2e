package org.trunkline.ui.phone.internal.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.Watch;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.node.Node;
import org.trunkline.api.node.NodeStatus;
import org.trunkline.api.plugin.PluginAbout.Field;
import org.trunkline.api.settings.NodeSetting;
import org.trunkline.api.settings.Settings;
import org.trunkline.api.settings.SettingsReport;
import org.trunkline.testkit.Samples;
import org.trunkline.testkit.node.FakeNode;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.NodeState;

class SocketSwitchTest {
    private static final String PORT = "trunkline.ws.port";
    private static final NodeSocket OPENED = new NodeSocket(URI.create("ws://127.0.0.1:5066"), "127.0.0.1");

    private final FakeNode fake = new FakeNode();
    private final List<Map<String, Optional<String>>> changes = new ArrayList<>();
    private final FakeActiveNode active = new FakeActiveNode();
    private boolean refuses;
    private boolean unavailable;

    /** Of the fake, but for settings. */
    private Node settable() {
        Settings settings = new Settings() {
            @Override
            public SettingsReport report() {
                var port = new NodeSetting(new Field(PORT, "number", Map.of("en", "port"), Map.of("en", "port"), false, false, "", "", "0", "65535",
                        Map.of()), "network", NodeSetting.Effect.AT_ONCE, NodeSetting.Source.STORED, "5066", false, false);
                return new SettingsReport("settings.json", List.of(new SettingsReport.Group("network", Map.of("en", "network"))), List.of(port));
            }

            @Override
            public List<FieldError> check(Map<String, Optional<String>> values) {
                return List.of();
            }

            @Override
            public SaveResult<SettingsReport> change(Map<String, Optional<String>> values) throws NodeUnavailableException {
                if (unavailable)
                    throw new NodeUnavailableException("gone", List.of(), "gone");
                changes.add(values);
                return refuses ? new SaveResult.Rejected<>(List.of(new FieldError(PORT, "given-at-start", List.of(PORT), "given at the start")))
                        : new SaveResult.Saved<>(report());
            }
        };
        return (Node) Proxy.newProxyInstance(Node.class.getClassLoader(), new Class<?>[] {Node.class}, (_, method, arguments) -> {
            if (method.getName().equals("settings"))
                return settings;
            try {
                return method.invoke(fake, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }

    private final class FakeActiveNode implements ActiveNode {
        NodeState.Kind kind = NodeState.Kind.EMBEDDED;
        List<String> listeners = List.of("udp 127.0.0.1:5060");
        boolean up = true;

        @Override
        public NodeState state() {
            return new NodeState(kind, kind == NodeState.Kind.EMBEDDED ? "embedded" : "https://node.example:8060",
                    up ? NodeState.Reach.UP : NodeState.Reach.LOST, Samples.status().startedAt(), "",
                    Optional.of(settable()).filter(_ -> up), Optional.of(status(listeners, 0)));
        }

        @Override
        public Watch watch(Consumer<NodeState> listener) {
            if (!changes.isEmpty())
                listeners = List.of("udp 127.0.0.1:5060", "ws 127.0.0.1:5066");
            listener.accept(state());
            return () -> {};
        }

        @Override
        public Watch watchNode(Consumer<Optional<Node>> listener) {
            throw new AssertionError("not needed");
        }

        @Override
        public void retry() {
            throw new AssertionError("not needed");
        }

        @Override
        public void useEmbedded() {
            throw new AssertionError("not needed");
        }

        @Override
        public void connect(URI url, String token) {
            throw new AssertionError("not needed");
        }

        @Override
        public void test(URI url, String token) {
            throw new AssertionError("not needed");
        }
    }

    private static NodeStatus status(List<String> listeners, int calls) {
        var s = Samples.status();
        return new NodeStatus(s.version(), s.startedAt(), false, listeners, s.realm(), calls, 0, 0, s.asr(), 0, 0, 0, 1, 1, 1, 1,
                0, 1, List.of(), List.of());
    }

    private Optional<NodeSocket> open() throws NodeUnavailableException {
        return SocketSwitch.open(active);
    }

    @Test
    void theNodeInsideTheDeskOpensItsPort() throws NodeUnavailableException {
        fake.status(status(List.of(), 1));
        assertEquals(Optional.of(OPENED), open());
        assertEquals(List.of(Map.of(PORT, Optional.of("5066"))), changes);
    }

    @Test
    void aPortThatIsOpenIsUsed() throws NodeUnavailableException {
        active.listeners = List.of("ws 127.0.0.1:5066");
        assertEquals(Optional.of(OPENED), open());
        assertEquals(List.of(), changes);
    }

    @Test
    void aRemoteNodeIsLeftAsItIs() throws NodeUnavailableException {
        active.kind = NodeState.Kind.REMOTE;
        assertEquals(Optional.empty(), open());
        assertEquals(List.of(), changes);
        active.listeners = List.of("wss 192.0.2.10:8443");
        assertEquals("wss://node.example:8443", open().orElseThrow().server().toString());
    }

    @Test
    void aNodeThatIsNotThereOpensNothing() throws NodeUnavailableException {
        active.up = false;
        assertEquals(Optional.empty(), open());
        assertEquals(List.of(), changes);
    }

    @Test
    void aSettingThatWasGivenAtTheStartStays() throws NodeUnavailableException {
        refuses = true;
        assertEquals(Optional.empty(), open());
    }

    @Test
    void aNodeThatGoesAwayMeanwhileIsTold() {
        unavailable = true;
        assertThrows(NodeUnavailableException.class, this::open);
    }
}
