/** From any view to the calls behind it. */
@Version("0.1.0")
@NullMarked
package org.trunkline.ui.search;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
