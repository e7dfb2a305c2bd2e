/** Conferences: the sound of several callers mixed, so that each hears all others. */
@Version("0.1.0")
@NullMarked
package org.trunkline.media.audio.mix;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
