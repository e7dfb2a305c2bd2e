/** Personal data: retention, legal holds, a person's records. */
@Version("0.1.0")
@NullMarked
package org.trunkline.api.privacy;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
