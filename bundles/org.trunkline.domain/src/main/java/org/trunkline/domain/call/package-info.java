/** Calls and their parties. */
@Version("0.1.0")
@NullMarked
package org.trunkline.domain.call;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
