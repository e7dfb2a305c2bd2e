/** What calls cost. */
@Version("0.1.0")
@NullMarked
package org.trunkline.domain.cost;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
