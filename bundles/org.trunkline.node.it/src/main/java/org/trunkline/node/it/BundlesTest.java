package org.trunkline.node.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;

/** Every bundle of ours resolves in a framework that delegates nothing but {@code java.*}. */
class BundlesTest {
    @Test
    void everyBundleOfOursResolves() {
        var context = FrameworkUtil.getBundle(BundlesTest.class).getBundleContext();
        List<String> unresolved = Arrays.stream(context.getBundles())
                .filter(b -> b.getSymbolicName().startsWith("org.trunkline."))
                .filter(b -> b.getState() < Bundle.RESOLVED)
                .map(Bundle::getSymbolicName)
                .toList();
        assertEquals(List.of(), unresolved);
    }

    @Test
    void bootDelegationIsOff() {
        assertEquals("false", System.getProperty("osgi.compatibility.bootdelegation"));
        assertNotEquals("*", System.getProperty("org.osgi.framework.bootdelegation"));
    }
}
