/** The parts a node is made of. */
@Version("0.1.0")
@NullMarked
package org.trunkline.domain.part;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
