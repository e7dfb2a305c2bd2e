/** Call records for the search box of the toolbar. */
@NullMarked
package org.trunkline.ui.cdr.internal.find;

import org.jspecify.annotations.NullMarked;
