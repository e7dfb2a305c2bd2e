package org.trunkline.node.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.node.internal.settings.NodeSettings;
import org.trunkline.testkit.node.FakeNode;
import org.trunkline.testkit.node.PluginSamples;

class PluginsWhenReadyTest {
    private final PluginsWhenReady plugins = new PluginsWhenReady();

    @Test
    void watchesOutliveThePartThatInstalls() throws Exception {
        var heard = new ArrayList<Integer>();
        var watch = plugins.watch(() -> heard.add(1));
        assertEquals("plugins-not-ready", assertThrows(NodeUnavailableException.class, plugins::list).code());
        var first = new FakeNode().plugins();
        plugins.set(first);
        assertEquals(first.list(), plugins.list());
        first.put(PluginSamples.crm());
        assertEquals(1, heard.size());
        var second = new FakeNode().plugins();
        plugins.set(second); // a service registry sets the new one before it takes the old one back
        plugins.unset(first);
        assertEquals(0, first.watchers());
        second.remove(PluginSamples.crm().id());
        assertEquals(2, heard.size());
        assertEquals(second.list(), plugins.list());
        watch.close();
        assertEquals(0, second.watchers());
        plugins.unset(second);
        assertThrows(NodeUnavailableException.class, plugins::list);
    }

    @Test
    void theCatalogueIsInTheDataFolderAndNobodyIsADeveloperUnasked() throws Exception {
        var usual = NodeSettings.read(Map.of("trunkline.data", "/srv/node")::get).plugins();
        assertEquals(Path.of("/srv/node/catalogue"), usual.catalogue());
        assertFalse(usual.developer());
        var other = NodeSettings.read(Map.of("trunkline.plugins.catalogue", "/srv/c", "trunkline.plugins.developer", "yes")::get).plugins();
        assertEquals(Path.of("/srv/c"), other.catalogue());
        assertTrue(other.developer());
        assertEquals("trunkline.plugins.developer is \"on\": must be one of no, yes", assertThrows(NodeSettings.BadSetting.class,
                () -> NodeSettings.read(Map.of("trunkline.plugins.developer", "on")::get)).getMessage());
    }
}
