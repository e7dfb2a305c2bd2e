/** Live calls. */
@Version("0.1.0")
@NullMarked
package org.trunkline.api.call;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
