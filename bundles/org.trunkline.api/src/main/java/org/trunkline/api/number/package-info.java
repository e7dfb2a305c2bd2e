/** Facts about telephone numbers. */
@NullMarked
package org.trunkline.api.number;

import org.jspecify.annotations.NullMarked;
