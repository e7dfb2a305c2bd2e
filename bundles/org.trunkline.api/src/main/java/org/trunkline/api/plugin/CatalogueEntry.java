package org.trunkline.api.plugin;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

import org.trunkline.domain.part.LocalizableText;

/**
 * An archive in the catalogue folder.
 *
 * @param file name within the folder
 * @param about content of its plugin.json; empty if it cannot be used
 * @param signed state of its signature
 * @param publisher subject of the certificate, empty for none
 * @param certificate of the publisher, PEM, to be trusted; empty for none
 * @param refused why it cannot be installed; empty if it can
 */
public record CatalogueEntry(String file, Optional<PluginAbout> about, PluginStatus.Signed signed, String publisher,
        String certificate, LocalizableText refused) {
    public CatalogueEntry {
        requireNonNull(file);
        requireNonNull(about);
        requireNonNull(signed);
        requireNonNull(publisher);
        requireNonNull(certificate);
        requireNonNull(refused);
    }
}
