/** From a number or a name to a call. */
@NullMarked
package org.trunkline.ui.phone.internal.dial;

import org.jspecify.annotations.NullMarked;
