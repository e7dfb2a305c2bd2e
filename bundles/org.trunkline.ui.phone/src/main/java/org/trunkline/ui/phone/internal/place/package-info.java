/** Where windows of the phone go on the screen. */
@NullMarked
package org.trunkline.ui.phone.internal.place;

import org.jspecify.annotations.NullMarked;
