/** JSON of text messages. */
@Version("0.1.0")
@NullMarked
package org.trunkline.wire.message;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
