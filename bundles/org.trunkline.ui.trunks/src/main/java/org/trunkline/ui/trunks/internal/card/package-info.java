/** The phone card of a subscriber. */
@NullMarked
package org.trunkline.ui.trunks.internal.card;

import org.jspecify.annotations.NullMarked;
