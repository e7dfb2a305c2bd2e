/** Technical settings of a node. */
@Version("0.1.0")
@NullMarked
package org.trunkline.api.settings;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
