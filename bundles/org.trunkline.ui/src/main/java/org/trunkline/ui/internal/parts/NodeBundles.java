package org.trunkline.ui.internal.parts;

import java.util.Dictionary;
import java.util.regex.Pattern;

import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;

/**
 * Which bundles make up the node inside the desk: ours that do not belong to the desk, and those of others with components
 * for a node. What is installed as a plug-in is started by the node itself.
 */
public final class NodeBundles {
    private static final String PREFIX = "org.trunkline.";
    private static final String COMPONENTS = "Service-Component";
    /** Interfaces of a node; what imports those of the desk belongs to the desk. */
    private static final Pattern NODES = Pattern.compile("(^|,)\\s*org\\.trunkline\\.(spi|api|engine)\\b");
    private static final Pattern DESKS = Pattern.compile("(^|,)\\s*(org\\.trunkline\\.ui|org\\.eclipse\\.(ui|swt|jface))\\b");
    /** Where the installer of plug-ins takes bundles from begins so. */
    private static final Pattern INSTALLED = Pattern.compile("(?i)(trunkline-)?(plugin|desk)[a-z-]*:.*");

    private NodeBundles() {}

    public static boolean contains(Bundle bundle) {
        return contains(String.valueOf(bundle.getSymbolicName()), bundle.getLocation(), bundle.getHeaders(""));
    }

    /** Whether stopping it ends something. */
    public static boolean hasComponents(Bundle bundle) {
        return bundle.getHeaders("").get(COMPONENTS) != null;
    }

    public static boolean contains(String name, String location, Dictionary<String, String> headers) {
        if (headers.get(Constants.FRAGMENT_HOST) != null) // words alone
            return false;
        if (headers.get(Constants.BUNDLE_ACTIVATIONPOLICY) != null) // activated as it is needed
            return false;
        if (name.startsWith(PREFIX))
            return true;
        return headers.get(COMPONENTS) != null && !INSTALLED.matcher(location).matches()
                && names(NODES, headers) && !names(DESKS, headers);
    }

    private static boolean names(Pattern packages, Dictionary<String, String> headers) {
        return has(packages, headers.get(Constants.IMPORT_PACKAGE)) || has(packages, headers.get(Constants.REQUIRE_BUNDLE));
    }

    private static boolean has(Pattern packages, String header) {
        return header != null && packages.matcher(header).find();
    }
}
