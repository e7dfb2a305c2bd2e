/** Numbers and entries for the search box, and the way from a number to its owner. */
@NullMarked
package org.trunkline.ui.trunks.internal.find;

import org.jspecify.annotations.NullMarked;
