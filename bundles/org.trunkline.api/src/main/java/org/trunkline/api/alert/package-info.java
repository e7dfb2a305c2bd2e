/** Alerts: saved searches that send messages when enough calls match. */
@Version("0.1.0")
@NullMarked
package org.trunkline.api.alert;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
