/** Call quality: stream statistics and the E-model. */
@Version("0.1.0")
@NullMarked
package org.trunkline.domain.quality;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
