/** Whether others can be reached, as their node says. */
@Version("0.1.0")
@NullMarked
package org.trunkline.phone.presence;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
