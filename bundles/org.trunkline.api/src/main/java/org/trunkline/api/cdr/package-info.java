/** Call record search. */
@Version("0.1.0")
@NullMarked
package org.trunkline.api.cdr;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
