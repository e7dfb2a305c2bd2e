/** What the node plays, records and hears: tones, files, samples. No RTP, and no thread but a recorder's. */
@Version("0.1.0")
@NullMarked
package org.trunkline.media.audio;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
