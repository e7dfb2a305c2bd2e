/** Text messages that wait for their recipients: where they are stored, and what administration sees of them. */
@Version("0.1.0")
@NullMarked
package org.trunkline.engine.port.message;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
