package org.trunkline.plugin.internal.host;

import java.nio.file.Path;
import java.util.List;

/**
 * What of the product a plug-in's process is made of.
 *
 * @param classPath jars: the framework, this bundle, the interfaces for plug-ins and what they need
 * @param apiClassPath more of them for a plug-in that uses the admin API
 * @param systemPackages packages of those jars that plug-ins may import, as a header {@code Export-Package}
 * @param components bundles that make declarative services work
 */
public record ChildParts(List<Path> classPath, List<Path> apiClassPath, String systemPackages, List<Path> components) {
    public ChildParts {
        classPath = List.copyOf(classPath);
        apiClassPath = List.copyOf(apiClassPath);
        components = List.copyOf(components);
    }
}
