/** JSON: its reader and writer, and the fields of objects. */
@Version("0.1.0")
@NullMarked
package org.trunkline.wire.phone;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
