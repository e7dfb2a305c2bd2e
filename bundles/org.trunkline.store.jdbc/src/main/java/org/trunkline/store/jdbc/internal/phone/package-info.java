/** Addresses of phone cards as rows. */
@NullMarked
package org.trunkline.store.jdbc.internal.phone;

import org.jspecify.annotations.NullMarked;
