/** The last calls of the phone, from the records of the node. */
@NullMarked
package org.trunkline.ui.phone.internal.recent;

import org.jspecify.annotations.NullMarked;
