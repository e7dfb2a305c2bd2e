package org.trunkline.api.cdr;

import java.util.List;
import java.util.Optional;

/** The fields that plug-ins add to records. <b>Threads:</b> any; takes no time. */
public interface AttributeFields {
    /** By source, then as declared; those of a plug-in that is away for now too. */
    List<AttributeAbout> all();

    /** Those of plug-ins that run: no other plug-in may have one of these names. */
    List<AttributeAbout> present();

    /** @param name in whatever case */
    default Optional<AttributeAbout> find(String name) {
        return all().stream().filter(it -> it.name().equalsIgnoreCase(name)).findFirst();
    }
}
