package org.trunkline.ui.contribution;

import java.util.Optional;

/** What a bundle's {@code plugin.xml} says of one contribution. */
interface Declared {
    Optional<String> attribute(String name);

    /** Symbolic name of the bundle. */
    String bundle();

    /** {@code CRM connector (com.example.crm)}, for messages. */
    String bundleName();

    /** Makes a new object of the class that it names. */
    Object create() throws Exception;
}
