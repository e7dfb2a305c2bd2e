/** Incoming calls outside the views: a pop-up and a tray icon. */
@NullMarked
package org.trunkline.ui.phone.internal.ring;

import org.jspecify.annotations.NullMarked;
