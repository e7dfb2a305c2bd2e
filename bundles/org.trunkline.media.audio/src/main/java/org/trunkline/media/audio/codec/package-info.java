/** Speech codecs, and what is done to their samples between one and another. */
@Version("0.1.0")
@NullMarked
package org.trunkline.media.audio.codec;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
