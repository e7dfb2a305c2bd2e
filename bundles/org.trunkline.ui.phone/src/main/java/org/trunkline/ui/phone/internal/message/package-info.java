/** Conversations of the phone in the window. */
@NullMarked
package org.trunkline.ui.phone.internal.message;

import org.jspecify.annotations.NullMarked;
