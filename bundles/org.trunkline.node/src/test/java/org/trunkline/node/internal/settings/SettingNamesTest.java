package org.trunkline.node.internal.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingNamesTest {
    @Test
    void aNameThatIsNoneIsToldWithTheOneThatWasMeant() {
        assertEquals(List.of(
                "trunkline.nonsense is not a setting and has no effect",
                "trunkline.rtp.port is not a setting and has no effect; did you mean trunkline.rtp.ports?",
                "trunkline.sip.massage.bytes is not a setting and has no effect; did you mean trunkline.sip.message.bytes?"),
                SettingNames.strangers(Set.of("trunkline.sip.massage.bytes", "trunkline.nonsense", "trunkline.rtp.port",
                        "trunkline.demo", "trunkline.sip.port", "trunkline.smtp.password-file", "java.home"), StoredSettings.names()));
    }

    @Test
    void aPasswordMayStandInAFile(@TempDir Path dir) throws Exception {
        var file = Files.writeString(dir.resolve("password"), "secret\n");
        var set = Map.of("trunkline.store.password-file", file.toString(), "trunkline.tls.password", "open");
        var settings = NodeSettings.read(set::get);
        assertEquals("secret", settings.storePassword());
        assertEquals("open", settings.tls().password());
        Files.delete(file);
        var wrong = assertThrows(NodeSettings.BadSetting.class, () -> NodeSettings.read(set::get));
        assertEquals("trunkline.store.password-file", wrong.property());
        assertEquals("trunkline.store.password-file is \"" + file + "\": there is no such file", wrong.getMessage());
    }
}
