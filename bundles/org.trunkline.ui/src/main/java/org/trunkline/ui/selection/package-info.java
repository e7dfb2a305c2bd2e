/** The selection of a view, as the workbench expects it. */
@Version("0.1.0")
@NullMarked
package org.trunkline.ui.selection;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
