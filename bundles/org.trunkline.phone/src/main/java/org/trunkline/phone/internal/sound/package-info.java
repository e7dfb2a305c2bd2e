/** The desk's side of the phone's sound: it starts the process of the sound, and starts it again when it ends. */
@NullMarked
package org.trunkline.phone.internal.sound;

import org.jspecify.annotations.NullMarked;
