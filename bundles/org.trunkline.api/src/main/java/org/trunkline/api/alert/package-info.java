/** Alerts: saved searches that tell when calls fit them. */
@Version("0.1.0")
@NullMarked
package org.trunkline.api.alert;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
