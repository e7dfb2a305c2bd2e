/** The states of the phone in words. */
@NullMarked
package org.trunkline.ui.phone.internal.words;

import org.jspecify.annotations.NullMarked;
