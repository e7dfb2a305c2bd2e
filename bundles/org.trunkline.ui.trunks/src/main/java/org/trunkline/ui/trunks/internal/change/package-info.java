/** What was changed, and taking it back. */
@NullMarked
package org.trunkline.ui.trunks.internal.change;

import org.jspecify.annotations.NullMarked;
