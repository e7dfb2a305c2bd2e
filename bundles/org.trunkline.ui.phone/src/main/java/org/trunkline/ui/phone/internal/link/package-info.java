/** Links of other programs that call with this desk. */
@NullMarked
package org.trunkline.ui.phone.internal.link;

import org.jspecify.annotations.NullMarked;
