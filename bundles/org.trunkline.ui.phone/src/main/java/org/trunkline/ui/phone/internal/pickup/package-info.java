/** Calls that ring at colleagues, and are answered here. */
@NullMarked
package org.trunkline.ui.phone.internal.pickup;

import org.jspecify.annotations.NullMarked;
