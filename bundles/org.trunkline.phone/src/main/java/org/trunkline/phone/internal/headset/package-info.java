/** Buttons and lamps of headsets: USB HID (Device Class Definition 1.11, HID Usage Tables 1.5), on Linux by the files of hidraw. */
@NullMarked
package org.trunkline.phone.internal.headset;

import org.jspecify.annotations.NullMarked;
