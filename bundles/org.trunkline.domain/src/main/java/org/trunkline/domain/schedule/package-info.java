/** Times that come again. */
@Version("0.1.0")
@NullMarked
package org.trunkline.domain.schedule;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
