/** Questions of the desk. */
@Version("0.1.0")
@NullMarked
package org.trunkline.ui.dialog;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
