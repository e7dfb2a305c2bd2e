/** One call of the phone, and the commands for it. */
@NullMarked
package org.trunkline.ui.phone.internal.line;

import org.jspecify.annotations.NullMarked;
