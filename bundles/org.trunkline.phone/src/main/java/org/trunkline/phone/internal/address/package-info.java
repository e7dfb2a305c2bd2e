/** Addresses and presence as they are written. */
@NullMarked
package org.trunkline.phone.internal.address;

import org.jspecify.annotations.NullMarked;
