/** Keys that work in every program, and the buttons of headsets. */
@Version("0.1.0")
@NullMarked
package org.trunkline.phone.control;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
