/** What the engine needs of the outside: signalling, media, records, configuration, time. */
@Version("0.1.0")
@NullMarked
package org.trunkline.engine.port.application;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
