package org.trunkline.node.internal.settings;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsFilesTest {
    @TempDir
    Path data;

    /** So that the signalling finds what is put there while the node runs. */
    @Test
    void filesThatAreNotThereYetAreLookedForAllTheSame() throws Exception {
        var folder = data.resolve("tls");
        var properties = TlsFiles.read(data, _ -> Optional.empty(), "", 5061).properties();
        assertArrayEquals(new String[] {folder.resolve("node.pem").toString(), folder.resolve("node.p12").toString()},
                (String[]) properties.get("tlsCertificate"));
        assertEquals(folder.resolve("node.key").toString(), properties.get("tlsKey"));
        assertEquals(folder.resolve("ca.pem").toString(), properties.get("tlsAuthorities"));
    }

    @Test
    void whatIsSetMustBeThere() throws Exception {
        var set = Map.of("trunkline.tls.certificate", "mine.pem");
        var wrong = assertThrows(NodeSettings.BadSetting.class, () -> TlsFiles.read(data, name -> Optional.ofNullable(set.get(name)), "secret", 0));
        assertTrue(wrong.getMessage().contains("mine.pem"), wrong.getMessage());
        var file = Files.writeString(Files.createDirectories(data.resolve("tls")).resolve("mine.pem"), "");
        var read = TlsFiles.read(data, name -> Optional.ofNullable(set.get(name)), "secret", 0);
        assertEquals(List.of(file), read.certificates());
        assertFalse(read.toString().contains("secret"));
    }
}
