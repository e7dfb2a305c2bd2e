/** Where a call would go, before it is made. */
@NullMarked
package org.trunkline.ui.cdr.internal.trial;

import org.jspecify.annotations.NullMarked;
