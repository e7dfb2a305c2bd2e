/** Push messages, as the web phone reads them. */
@Version("0.1.0")
@NullMarked
package org.trunkline.wire.push;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
