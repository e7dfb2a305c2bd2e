package org.trunkline.phone.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;

import org.junit.jupiter.api.Test;

class DisplayServerTest {
    @Test
    void waylandIsOneByEitherVariable() {
        assertEquals(DisplayServer.X11, DisplayServer.of("Linux", Map.of("DISPLAY", ":0", "XDG_SESSION_TYPE", "x11")));
        assertEquals(DisplayServer.WAYLAND, DisplayServer.of("Linux", Map.of("DISPLAY", ":0", "XDG_SESSION_TYPE", "wayland")));
        assertEquals(DisplayServer.WAYLAND, DisplayServer.of("Linux", Map.of("DISPLAY", ":0", "WAYLAND_DISPLAY", "wayland-0")));
        assertEquals(DisplayServer.OTHER, DisplayServer.of("Linux", Map.of()));
        assertEquals(DisplayServer.OTHER, DisplayServer.of("Windows 11", Map.of("DISPLAY", ":0")));
    }
}
