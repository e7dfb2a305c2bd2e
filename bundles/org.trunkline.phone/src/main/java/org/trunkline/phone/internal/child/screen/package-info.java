/** Pictures of screens and of windows, for sharing. It runs in the process of the sound, and may not use any other library. */
@NullMarked
package org.trunkline.phone.internal.child.screen;

import org.jspecify.annotations.NullMarked;
