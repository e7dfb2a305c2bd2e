package org.trunkline.ui.internal.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.eclipse.jface.preference.IPreferenceNode;
import org.eclipse.jface.preference.PreferenceManager;
import org.eclipse.jface.preference.PreferenceNode;
import org.eclipse.ui.IPluginContribution;
import org.junit.jupiter.api.Test;
import org.trunkline.ui.internal.parts.NodeBundles;

/** What shut the bundles of others out of the desk. */
class OpenDoorsTest {
    private static final class Page extends PreferenceNode implements IPluginContribution {
        private final String bundle;

        Page(String id, String bundle) {
            super(id);
            this.bundle = bundle;
        }

        @Override
        public String getLocalId() {
            return getId();
        }

        @Override
        public String getPluginId() {
            return bundle;
        }
    }

    @Test
    void pagesOfOthersStayAndThePlatformsGo() {
        var pages = new PreferenceManager();
        var general = new Page("org.eclipse.ui.preferencePages.Workbench", "org.eclipse.ui");
        general.add(new Page("com.example.below", "com.example.crm"));
        general.add(new Page("org.eclipse.ui.preferencePages.Views", "org.eclipse.ui"));
        pages.addToRoot(general);
        pages.addToRoot(new Page("org.eclipse.help.ui.browsersPreferencePage", "org.eclipse.help.ui"));
        pages.addToRoot(new Page("org.eclipse.equinox.security.ui.category", "org.eclipse.equinox.security.ui"));
        pages.addToRoot(new Page("org.trunkline.ui.preferences", "org.trunkline.ui"));
        pages.addToRoot(new Page("page", "com.example.crm"));
        PreferencePages.keepOwn(pages);
        assertEquals(List.of("com.example.below", "org.eclipse.equinox.security.ui.category", "org.trunkline.ui.preferences", "page"),
                Arrays.stream(pages.getRootSubNodes()).map(IPreferenceNode::getId).sorted().toList());
    }

    private static boolean startsWithNode(String name, String location, Map<String, String> headers) {
        Dictionary<String, String> dictionary = new Hashtable<>(headers);
        return NodeBundles.contains(name, location, dictionary);
    }

    @Test
    void componentsOfOthersStartWithTheEmbeddedNode() {
        var component = Map.of("Service-Component", "OSGI-INF/x.xml", "Import-Package", "org.slf4j,org.trunkline.spi.routing;version=\"[0.1,0.2)\"");
        assertTrue(startsWithNode("com.example.routing", "file:plugins/routing.jar", component));
        assertTrue(startsWithNode("org.trunkline.engine", "file:x", Map.of()));
        assertFalse(startsWithNode("com.example.routing", "trunkline-plugin:com.example.routing/1.0.0", component),
                "the node starts what it has installed");
        assertFalse(startsWithNode("com.example.routing", "trunkline-desk:com.example/1.0.0/a.jar", component));
    }

    @Test
    void librariesAndPartsOfTheDeskDoNot() {
        assertFalse(startsWithNode("com.example.library", "file:x", Map.of("Import-Package", "org.slf4j")));
        assertFalse(startsWithNode("com.example.view", "file:x", Map.of("Service-Component", "OSGI-INF/x.xml", "Import-Package",
                "org.trunkline.api", "Require-Bundle", "org.eclipse.ui,org.trunkline.ui")));
        assertFalse(startsWithNode("com.example.lazy", "file:x", Map.of("Service-Component", "OSGI-INF/x.xml", "Import-Package",
                "org.trunkline.api", "Bundle-ActivationPolicy", "lazy")));
        assertFalse(startsWithNode("org.trunkline.ui.words", "file:x", Map.of("Fragment-Host", "org.eclipse.jface")));
    }

    @Test
    void aFreezeIsNamedAfterThePluginThatWasCalled() {
        Map<String, String> bundles = Map.of("com.example.crm.Tab", "com.example.crm", "org.trunkline.ui.contribution.Place",
                "org.trunkline.ui", "ch.qos.Logger", "org.apache.log");
        assertEquals(Optional.of("com.example.crm"), culprit(bundles, "java.lang.Thread", "ch.qos.Logger",
                "org.trunkline.ui.contribution.Place", "com.example.crm.Tab", "org.eclipse.swt.Display"));
        assertEquals(Optional.of("org.trunkline.ui"), culprit(bundles, "java.lang.Thread", "org.trunkline.ui.contribution.Place"));
        assertEquals(Optional.empty(), culprit(bundles, "java.lang.Thread", "org.eclipse.swt.Display"));
    }

    private static Optional<String> culprit(Map<String, String> bundles, String... classes) {
        var stack = Arrays.stream(classes).map(name -> new StackTraceElement(name, "m", "F.java", 1)).toArray(StackTraceElement[]::new);
        return FrozenBundles.culprit(stack, name -> Optional.ofNullable(bundles.get(name)));
    }

    @Test
    void freezesAreCountedByBundle() {
        var frozen = new FrozenBundles();
        frozen.add("a", Duration.ofMillis(600), Instant.EPOCH);
        frozen.add("b", Duration.ofMillis(900), Instant.EPOCH);
        frozen.add("a", Duration.ofMillis(550), Instant.EPOCH.plusSeconds(9));
        assertEquals(List.of("b 1 900", "a 2 600"), frozen.list().stream().map(s -> s.bundle() + " " + s.times() + " "
                + s.longest().toMillis()).toList());
        for (int i = 0; i < 500; i++)
            frozen.add("bundle" + i, Duration.ofMillis(501), Instant.EPOCH);
        assertEquals(100, frozen.list().size());
    }
}
