package org.trunkline.examples.fraudguard.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.api.node.Node;
import org.trunkline.api.plugin.Plugins;
import org.trunkline.api.plugin.Plugins.WebReply;
import org.trunkline.api.plugin.Plugins.WebRequest;
import org.trunkline.ui.Tone;
import org.trunkline.ui.extension.TileFace;

/** What the tile says of the answers of the part in the node. */
class FraudTileTest {
    private final List<String> asked = new ArrayList<>();
    private final Locale before = Locale.getDefault();

    @BeforeEach
    void english() {
        Locale.setDefault(Locale.ENGLISH);
    }

    @AfterEach
    void restore() {
        Locale.setDefault(before);
    }

    /** A node whose fraud guard answers this. */
    private Node node(int status, String json) {
        var plugins = (Plugins) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Plugins.class}, (_, method, arguments) -> {
            assertEquals("web", method.getName());
            asked.add(arguments[0] + " " + ((WebRequest) arguments[1]).method() + " " + ((WebRequest) arguments[1]).path());
            return new WebReply(status, "application/json", json.getBytes(StandardCharsets.UTF_8));
        });
        return (Node) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Node.class}, (_, method, _) -> {
            assertEquals("plugins", method.getName());
            return plugins;
        });
    }

    @Test
    void itCountsAndLeadsToTheCalls() throws Exception {
        var faces = new FraudTile().read(node(200, "{\"refused\": 3, \"ended\": 0, \"highest\": \"12.50 EUR\", \"subscriber\": \"anna\"}"));
        assertEquals(List.of("org.trunkline.examples.fraudguard GET summary"), asked);
        assertEquals(List.of(
                new TileFace("refused", "Refused calls", "3", "since the start", Tone.WARN, List.of(), "cause:forbidden"),
                new TileFace("ended", "Ended calls", "0", "since the start", Tone.OK, List.of(), "cause:hung-up-by-admin"),
                new TileFace("highest", "Highest spend", "12.50 EUR", "anna in 24 hours", Tone.OK, List.of(), "finding:spend-limit")), faces);
    }

    @Test
    void nothingSpentNamesNobody() throws Exception {
        var highest = new FraudTile().read(node(200, "{\"refused\": 0, \"ended\": 0, \"highest\": \"0\"}")).getLast();
        assertEquals("in 24 hours", highest.detail());
    }

    @Test
    void aGuardThatDoesNotAnswerIsSaid() {
        var failure = assertThrows(IOException.class, () -> new FraudTile().read(node(504, "")));
        assertEquals("the fraud guard answered 504", failure.getMessage());
    }
}
