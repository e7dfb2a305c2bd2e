/** For parts of the desk that take in contributions of others: finds, orders, makes and guards them. */
@NullMarked
package org.trunkline.ui.contribution;

import org.jspecify.annotations.NullMarked;
