/** What a view of the desk begins with. */
@Version("0.1.0")
@NullMarked
package org.trunkline.ui.view;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
