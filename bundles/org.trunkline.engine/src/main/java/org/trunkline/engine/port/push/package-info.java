/** Push messages that wake phones (RFC 8599, RFC 8030). */
@Version("0.1.0")
@NullMarked
package org.trunkline.engine.port.push;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
