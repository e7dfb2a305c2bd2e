/** Opus, by the library of the system where it is there, else in Java. */
@NullMarked
package org.trunkline.media.audio.internal.opus;

import org.jspecify.annotations.NullMarked;
