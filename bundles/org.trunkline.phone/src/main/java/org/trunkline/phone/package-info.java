/** The softphone without a window: {@link org.trunkline.phone.Phone} and what it shows. */
@Version("0.1.0")
@NullMarked
package org.trunkline.phone;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
