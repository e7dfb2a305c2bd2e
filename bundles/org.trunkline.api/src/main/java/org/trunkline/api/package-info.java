/** Shared shapes of the api services: pages, field errors, unavailability. */
@Version("0.1.0")
@NullMarked
package org.trunkline.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
