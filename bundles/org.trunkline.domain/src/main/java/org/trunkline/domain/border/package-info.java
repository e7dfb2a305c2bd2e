/** What stands between the wire and the calls: limits, refusals, sources that are dropped. */
@Version("0.1.0")
@NullMarked
package org.trunkline.domain.border;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
