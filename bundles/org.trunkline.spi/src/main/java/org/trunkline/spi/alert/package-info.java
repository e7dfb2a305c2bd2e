/** Delivery of alerts. */
@NullMarked
package org.trunkline.spi.alert;

import org.jspecify.annotations.NullMarked;
