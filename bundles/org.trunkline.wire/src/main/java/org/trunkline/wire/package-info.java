/** The JSON of the admin API, as its server and its client both read and write it. */
@Version("0.1.0")
@NullMarked
package org.trunkline.wire;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
