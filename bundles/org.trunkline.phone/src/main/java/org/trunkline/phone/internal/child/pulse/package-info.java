/** The devices of a PulseAudio server, or PipeWire's, where the library knows only the preferred one. */
@NullMarked
package org.trunkline.phone.internal.child.pulse;

import org.jspecify.annotations.NullMarked;
