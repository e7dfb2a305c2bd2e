/** JSON of technical settings. */
@Version("0.1.0")
@NullMarked
package org.trunkline.wire.settings;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
