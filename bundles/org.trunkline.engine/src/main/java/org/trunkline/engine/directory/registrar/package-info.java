/** Who is who and where calls go: routing, digest, registrations, and the limits, health and registration of trunks. */
@Version("0.1.0")
@NullMarked
package org.trunkline.engine.directory.registrar;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
