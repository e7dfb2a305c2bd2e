package org.trunkline.phone.internal;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

import org.eclipse.core.runtime.FileLocator;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the phone is made of in this desk. */
final class DeskParts {
    private static final Logger LOG = LoggerFactory.getLogger(DeskParts.class);
    private static final String LIBRARY = "dev.onvoid.webrtc";

    private final BundleContext context;

    DeskParts(BundleContext context) {
        this.context = context;
    }

    /** Of the sound process: this bundle, the library, and its fragment for this system. */
    List<Path> classPath() {
        var found = new ArrayList<Path>();
        Arrays.stream(context.getBundles()).filter(it -> it.equals(context.getBundle()) || it.getSymbolicName() != null
                && it.getSymbolicName().startsWith(LIBRARY)).forEach(it -> found.add(file(it)));
        if (found.size() < 3)
            throw new IllegalStateException("the desk has no " + LIBRARY + " for " + System.getProperty("os.name") + ' '
                    + System.getProperty("os.arch"));
        return found;
    }

    private static Path file(Bundle bundle) {
        return FileLocator.getBundleFileLocation(bundle).map(File::toPath)
                .map(it -> Files.isDirectory(it.resolve("target/classes")) ? it.resolve("target/classes") : it) // while developing
                .orElseThrow(() -> new IllegalStateException("bundle " + bundle.getSymbolicName() + " has no file"));
    }

    /** URN of this phone, made once and kept (RFC 5626 §4.1). */
    String instance() {
        var file = context.getDataFile("instance");
        try {
            if (file != null && file.isFile())
                return "urn:uuid:" + UUID.fromString(Files.readString(file.toPath(), StandardCharsets.US_ASCII).strip());
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("the phone gets another instance id, as {} cannot be read", file, e);
        }
        var made = UUID.randomUUID();
        try {
            if (file != null)
                Files.writeString(file.toPath(), made.toString(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            LOG.warn("the phone gets another instance id after each start, as {} cannot be written", file, e);
        }
        return "urn:uuid:" + made;
    }
}
