/** Results of a search, and single calls, as files that other programs open. */
@Version("0.1.0")
@NullMarked
package org.trunkline.export;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
