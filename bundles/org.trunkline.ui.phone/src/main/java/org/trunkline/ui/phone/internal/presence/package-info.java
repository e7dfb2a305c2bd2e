/** The state of the user of this desk: chosen, found out, and shown. */
@NullMarked
package org.trunkline.ui.phone.internal.presence;

import org.jspecify.annotations.NullMarked;
