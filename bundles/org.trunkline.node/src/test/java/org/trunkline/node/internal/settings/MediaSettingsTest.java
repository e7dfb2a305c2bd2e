package org.trunkline.node.internal.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

class MediaSettingsTest {
    @Test
    void browsersAreServedWhereTheyCanConnect() throws Exception {
        assertFalse(NodeSettings.read(Map.<String, String>of()::get).webRtc());
        assertTrue(NodeSettings.read(Map.of("trunkline.ws.port", "0")::get).webRtc());
        assertTrue(NodeSettings.read(Map.of("trunkline.wss.port", "5443")::get).webRtc());
        assertFalse(NodeSettings.read(Map.of("trunkline.ws.port", "0", "trunkline.webrtc", "no")::get).webRtc());
    }

    @Test
    void anAddressOfANatIsOne() throws Exception {
        assertEquals("", NodeSettings.read(Map.<String, String>of()::get).mediaPublic());
        assertEquals("203.0.113.7,2001:db8::7", NodeSettings.read(Map.of("trunkline.media.public", "203.0.113.7, 2001:db8::7")::get).mediaPublic());
        for (String wrong : List.of("node.example", "0.0.0.0", "203.0.113.7,,", "224.0.0.1"))
            assertThrows(NodeSettings.BadSetting.class, () -> NodeSettings.read(Map.of("trunkline.media.public", wrong)::get), wrong);
    }

    @Test
    void mediaOverTcpIsOffUnlessItHasAPort() throws Exception {
        assertEquals(-1, NodeSettings.read(Map.<String, String>of()::get).mediaTcp());
        assertEquals(3478, NodeSettings.read(Map.of("trunkline.media.tcp.port", "3478")::get).mediaTcp());
        assertThrows(NodeSettings.BadSetting.class, () -> NodeSettings.read(Map.of("trunkline.media.tcp.port", "65536")::get));
    }

    @Test
    void howManyCallsAreConvertedIsLimitedByTheCoresOrByTheAdmin() throws Exception {
        assertEquals(-1, NodeSettings.read(Map.<String, String>of()::get).transcoding());
        assertEquals(0, NodeSettings.read(Map.of("trunkline.transcoding.max", "0")::get).transcoding());
        assertThrows(NodeSettings.BadSetting.class, () -> NodeSettings.read(Map.of("trunkline.transcoding.max", "-1")::get));
    }

    @Test
    void theNodeReportsOnMediaUnlessToldNot() throws Exception {
        assertTrue(NodeSettings.read(Map.<String, String>of()::get).rtcp());
        assertFalse(NodeSettings.read(Map.of("trunkline.media.rtcp", "no")::get).rtcp());
        var e = assertThrows(NodeSettings.BadSetting.class,
                () -> NodeSettings.read(Map.of("trunkline.media.rtcp", "off")::get));
        assertEquals("trunkline.media.rtcp is \"off\": must be one of no, yes", e.getMessage());
    }
}
