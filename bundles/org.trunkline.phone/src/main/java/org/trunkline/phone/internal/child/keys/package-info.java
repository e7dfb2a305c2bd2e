/**
 * Keys that the system passes to the phone while another program has the keyboard. Only these keys are asked for: what else is typed is never seen. It
 * runs in the process of the sound, and may not use any other library.
 */
@NullMarked
package org.trunkline.phone.internal.child.keys;

import org.jspecify.annotations.NullMarked;
