/** The views of the desk's phone, and what starts with the desk. */
@NullMarked
package org.trunkline.ui.phone.internal;

import org.jspecify.annotations.NullMarked;
