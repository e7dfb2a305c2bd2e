/** Colours, signs, native widgets and panes that show a state. */
@Version("0.1.0")
@NullMarked
package org.trunkline.ui.look;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
