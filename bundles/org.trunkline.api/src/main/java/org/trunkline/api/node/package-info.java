/** A node as the desk sees it, whether embedded or remote. */
@Version("0.1.0")
@NullMarked
package org.trunkline.api.node;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
