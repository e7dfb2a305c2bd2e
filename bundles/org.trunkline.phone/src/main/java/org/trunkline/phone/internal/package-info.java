/** The phone behind {@link org.trunkline.phone.Phone}. */
@NullMarked
package org.trunkline.phone.internal;

import org.jspecify.annotations.NullMarked;
