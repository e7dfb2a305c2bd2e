package org.trunkline.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import org.junit.jupiter.api.Test;

class NodeOptionsTest {
    private static final Path HOME = Path.of("/home/ada/.trunkline");

    private static NodeOptions parse(String... args) {
        return NodeOptions.parse(List.of(args), HOME);
    }

    @Test
    void nothingSaidMeansTheHomeFolder() {
        assertEquals(Map.of("trunkline.data", "/home/ada/.trunkline/node"), parse().properties());
    }

    @Test
    void everyOptionBecomesAProperty() {
        assertEquals(
                Map.of("trunkline.data", "/srv/node", "trunkline.sip.port", "5070", "trunkline.http.port", "0",
                        "trunkline.bind", "::1", "trunkline.http.bind", "127.0.0.2", "x", "a=b"),
                parse("--data", "/srv/node", "--sip-port=5070", "--http-port", "0", "--bind", "::1", "--http-bind", "127.0.0.2",
                        "-Dx=a=b").properties());
    }

    @Test
    void aWrongPortNamesItself() {
        var e = assertThrows(IllegalArgumentException.class, () -> parse("--sip-port", "65536"));
        assertEquals("--sip-port 65536: a port is 0 to 65535", e.getMessage());
    }

    @Test
    void anUnknownOptionIsRefused() {
        assertEquals("unknown option --port", assertThrows(IllegalArgumentException.class, () -> parse("--port", "1")).getMessage());
        assertEquals("--data needs a value", assertThrows(IllegalArgumentException.class, () -> parse("--data")).getMessage());
    }

    @Test
    void startLevelsComeFromTheFile() {
        var properties = new Properties();
        properties.setProperty("start.level.2", "a b,c");
        properties.setProperty("start.level.default", "5");
        var levels = new StartLevels(properties);
        assertEquals(2, levels.of("b"));
        assertEquals(5, levels.of("z"));
        assertEquals(5, levels.last());
    }
}
