@NullMarked
package org.trunkline.store.jdbc.internal.record;

import org.jspecify.annotations.NullMarked;
