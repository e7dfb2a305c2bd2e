/** The back-to-back user agent. */
@Version("0.1.0")
@NullMarked
package org.trunkline.engine;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
